"""What scorecards compute, as kinds that are dumped and never loaded."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from import_export.widgets import Widget

from foundation.data.columns import Column, Number, Text, Whole
from foundation.data.kinds import Kind, in_order, register
from scorecards.models import FeedbackGroup, Payout, Scorecard, ScorecardLine
from scorecards.reasons import worded


class ReasonWidget(Widget):
    """A stored reason as its sentence; in English, as all that is dumped."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        with override("en"):
            return worded(value or "")


class Sentence(Column):
    def __init__(self, attribute: str) -> None:
        super().__init__(attribute, widget=ReasonWidget())


class Result(Kind):
    """A kind that is computed."""

    class Meta:
        loads = False


@register
class Scorecards(Result):
    cycle = Text("cycle__code", longest=40, key=True)
    employee_no = Text("employee__employee_no", longest=40, key=True)
    name = Text("employee__name", longest=100)
    unit_code = Text("unit__code", longest=40)
    position_code = Text("position__code", longest=40)
    plan = Text("plan__code", longest=60)
    score = Number("score", places=2, printed=True)
    grade = Text("grade", longest=20)
    coverage = Number("coverage", places=2, printed=True)
    status = Text("status", longest=10)
    reason = Sentence("reason")

    class Meta:
        name = "scorecards"
        order = 16
        model = Scorecard
        title = _("Scorecards")
        cycle = "cycle__code"


@register
class ScorecardLines(Result):
    cycle = Text("card__cycle__code", longest=40, key=True)
    employee_no = Text("card__employee__employee_no", longest=40, key=True)
    component = Text("plan_line__component", longest=10)
    source = Text("plan_line__source", longest=60)
    value = Number("value", places=6, printed=True)
    target = Number("target", places=6, printed=True)
    line_score = Number("line_score", places=4, printed=True)
    weight = Number("weight", places=6)
    effective_weight = Number("effective_weight", places=4, printed=True)
    status = Text("status", longest=8)

    class Meta:
        name = "scorecard-lines"
        order = 17
        model = ScorecardLine
        title = _("Scorecard lines")
        cycle = "card__cycle__code"

    def get_queryset(self) -> QuerySet[Any]:
        """By cycle and employee, then in the order of the plan."""
        keys = (in_order(self.model, column.attribute) for column in self.keys)
        return self.rows().order_by(*keys, "plan_line__order", "plan_line")


@register
class FeedbackGroups(Result):
    cycle = Text("cycle__code", longest=40, key=True)
    subject_no = Text("subject__employee_no", longest=40, key=True)
    group = Text("group", longest=10, key=True)
    raters = Whole("raters")
    score = Number("score", places=4, printed=True)

    class Meta:
        name = "feedback-groups"
        order = 18
        model = FeedbackGroup
        title = _("Feedback by group")
        cycle = "cycle__code"


@register
class Payouts(Result):
    scheme = Text("scheme__code", longest=60, key=True)
    employee_no = Text("employee__employee_no", longest=40, key=True)
    base = Number("base", places=6)
    target_percent = Number("target_percent", places=6)
    proration = Number("proration", places=6, printed=True)
    score = Number("score", places=2, printed=True)
    multiplier = Number("multiplier", places=6, printed=True)
    award = Number("award", places=6, printed=True)
    payout = Number("payout", places=6, printed=True)
    gate = Sentence("gate")

    class Meta:
        name = "payouts"
        order = 19
        model = Payout
        title = _("Payouts")
        cycle = "scheme__cycle__code"
        scheme = "scheme__code"

    def values(self, queryset: QuerySet[Any]) -> Iterator[list[str]]:
        """The payout with the minor digits of its scheme."""
        place = [column.name for column in self.columns].index("payout")
        paths = [column.attribute for column in self.columns]
        for *row, digits in queryset.values_list(*paths, "scheme__minor_digits").iterator(chunk_size=5000):
            cells = [column.widget.render(value) for column, value in zip(self.columns, row, strict=True)]
            cells[place] = f"{row[place]:.{digits}f}"
            yield cells
