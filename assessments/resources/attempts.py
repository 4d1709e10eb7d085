"""Attempts: what was sat elsewhere comes in, and all that are finished go out."""

from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.actions import loaded_attempts
from assessments.models import AttemptItem
from foundation.data.columns import Moment, Number, Reference, Text, Whole
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from people.models import Employee


@register
class Attempts(Kind):
    quiz = Text("attempt__quiz__code", longest=60, key=True, required=True)
    employee_no = Reference(
        "employee", Employee, by="employee_no", noun="employee", kind="employees", key=True, required=True,
        attribute="attempt__employee__employee_no",
    )  # fmt: skip
    attempt = Whole("attempt__number", key=True, required=True, about=_("whole number, counted from 1"))
    question = Text("question__code", longest=80, key=True, required=True)
    mark = Number("mark", places=7, required=True, about=_("number, at most max_mark; below zero for a penalty"))
    max_mark = Number("max_mark", places=7, required=True)
    finished_at = Moment("attempt__submitted_at", required=True)

    class Meta:
        name = "attempts"
        order = 13
        model = AttemptItem
        title = _("Quiz attempts")
        whole = True
        quiz = "attempt__quiz__code"

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        loaded_attempts.check(rows, load)

    def write(self, rows: pl.DataFrame, load: Loading) -> None:
        loaded_attempts.take_in(rows, load)

    def rows(self) -> QuerySet[Any]:
        """What counts of every attempt that is handed in and marked, wherever it was sat."""
        return AttemptItem.objects.counted()
