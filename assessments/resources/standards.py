"""Competencies and standards."""

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.actions import standards
from assessments.models import Competency, Standard
from foundation.data.columns import Text
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from foundation.wording import worded


@register
class Competencies(Kind):
    code = Text("code", longest=60, key=True, required=True)
    name = Text("name", longest=200, required=True)

    class Meta:
        name = "competencies"
        order = 5
        model = Competency
        title = _("Competencies")


@register
class Standards(Kind):
    code = Text("code", longest=40, key=True, required=True)
    title = Text("titles", longest=200, required=True)
    category = Text("category", longest=40)

    class Meta:
        name = "standards"
        order = 5
        model = Standard
        title = _("Standards")

    def write(self, rows: pl.DataFrame, load: Loading) -> None:
        with_category = "category" not in load.absent
        entries = [
            standards.Entry(code, title, category if with_category else None)
            for code, title, category in rows.select("code", "title", "category").iter_rows()
        ]
        load.count(*standards.enter(entries, language=settings.LANGUAGE_CODE, at=load.at))

    def values(self, queryset: QuerySet[Any]) -> Iterator[list[str]]:
        """The title in the first language of the product, else in the one that has one."""
        for code, titles, category in queryset.values_list("code", "titles", "category").iterator(chunk_size=2000):
            yield [code, worded(titles, settings.LANGUAGE_CODE), category]
