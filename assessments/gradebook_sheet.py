"""People and quizzes as rows of a sheet: for each quiz what counts, and whether that has passed."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments import gradebook
from assessments.models import Quiz
from foundation.views.sheets import Cell
from people.models import Employee

BATCH = 1_000  # people whose attempts are fetched at once
Cells = list[Cell]


def header(quizzes: Sequence[Quiz]) -> list[str]:
    """Two columns a quiz, named by its code, which no other quiz has."""
    who = [_("Number"), pgettext("person", "Name"), _("Unit"), _("Position")]
    for quiz in quizzes:
        who += [f"{quiz.code} {quiz}", _("%(quiz)s: passed") % {"quiz": quiz.code}]
    return who


def rows(people: "QuerySet[Employee]", quizzes: Sequence[Quiz], today: date) -> Iterator[Cells]:
    """A row for each of the people in their order; blank where somebody has not finished a quiz."""
    everybody = people.iterator(chunk_size=BATCH)
    while batch := list(islice(everybody, BATCH)):
        for row in gradebook.rows(batch, quizzes, today):
            cells: Cells = [row.number, row.name, row.unit, row.position]
            for counted in row.counted:
                cells += ["", ""] if counted is None else [counted.percent, _("yes") if counted.passed else _("no")]
            yield cells
