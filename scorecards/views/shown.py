"""A card and its lines as a page shows them: names, figures, bars, bands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from scorecards import figures
from scorecards.models import Cycle, Kpi, PlanLine, Scorecard, ScorecardLine
from scorecards.rules.bands import parse_bands
from scorecards.rules.curves import Curve, line_score
from scorecards.rules.kpi import curve_x
from scorecards.rules.points import parse_points
from scorecards.rules.rounding import HUNDRED, ZERO, rounded, total

NEAR = Decimal("0.75")  # of the way to the mark: amber; below it: seal

GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("financial", _("Financial")),
    ("customer", _("Customers")),
    ("process", _("Process")),
    ("learning", _("Learning and growth")),
    ("people", _("Feedback, goals and learning")),
)
STATUS_WORDS = {
    "counted": _("counted"),
    "dropped": _("left out: no data"),
    "zeroed": _("no data: counted with its floor"),
    "missing": _("missing: the card waits for it"),
}
REACHED_WORDS = {"met": _("reached"), "near": _("nearly there"), "below": _("a way to go")}


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: ScorecardLine
    name: str
    unit: str  # how its value is measured
    group: str
    mark: Decimal  # the score a value exactly on target gets; 100 where there is no target
    reached: str  # met, near, below; "" without a score

    @property
    def value(self) -> str:
        return figures.measured(self.line.value, self.unit)

    @property
    def target(self) -> str:
        return figures.measured(self.line.target, self.unit)

    @property
    def score(self) -> str:
        return figures.NONE if self.line.line_score is None else f"{rounded(self.line.line_score, 2):,f}"

    @property
    def status(self) -> str | Promise:
        return STATUS_WORDS[self.line.status]

    @property
    def level(self) -> str:
        """How the bar is coloured."""
        return {"near": "near", "below": "under"}.get(self.reached, "")

    @property
    def reached_words(self) -> str | Promise:
        return REACHED_WORDS.get(self.reached, "")


@dataclass(frozen=True, slots=True)
class BandScale:
    """The grades of a cycle, lowest first, and how far a score is along them."""

    bands: tuple[tuple[str, str], ...]  # grade, bound
    top: Decimal  # the end of the line they are drawn on
    tone: str  # jade, amber, seal
    next: tuple[str, str] | None  # the grade above
    missing: Decimal | None  # points to it

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The bounds worth a mark: all but the beginning of the line."""
        return [(grade, bound) for grade, bound in self.bands if bound != "0"]


def curve_of(plan_line: PlanLine) -> Curve:
    return Curve(plan_line.curve, parse_points(plan_line.points), plan_line.floor, plan_line.cap)


def unit_of(plan_line: PlanLine, kpis: dict[str, Kpi]) -> str:
    """How the value of a line is measured."""
    if plan_line.component == PlanLine.Component.KPI:
        return kpis[plan_line.source].unit if plan_line.source in kpis else "count"
    return "percent" if plan_line.component == PlanLine.Component.TRAINING else "score"


def name_of(plan_line: PlanLine, kpis: dict[str, Kpi]) -> str:
    if plan_line.component == PlanLine.Component.KPI:
        return kpis[plan_line.source].name if plan_line.source in kpis else plan_line.source
    return capfirst(str(PlanLine.Component(plan_line.component).label))


def shown_lines(card: Scorecard) -> list[ShownLine]:
    """The lines of a card in the plan's order; two queries."""
    lines = list(card.lines.select_related("plan_line"))
    sources = {line.plan_line.source for line in lines if line.plan_line.source}
    kpis = {kpi.code: kpi for kpi in Kpi.objects.filter(code__in=sources)}
    return [_shown(line, kpis) for line in lines]


def highest_cap(lines: Iterable[ShownLine]) -> Decimal:
    """Where the bars of a card end: one length for all of them, so that they can be compared."""
    return max([HUNDRED, *(line.line.plan_line.cap for line in lines)])


def grouped(lines: Sequence[ShownLine]) -> list[tuple[str | Promise, list[ShownLine]]]:
    """The lines by perspective, KPIs first; groups without a line are not shown."""
    groups = [(title, [line for line in lines if line.group == name]) for name, title in GROUPS]
    return [(title, found) for title, found in groups if found]


def scale(cycle: Cycle, score: Decimal | None) -> BandScale | None:
    """The grades of the cycle as a scale; None without a score."""
    if score is None:
        return None
    bands = parse_bands(cycle.bands)[::-1]
    shown = tuple((grade, figures.exact(bound)) for bound, grade in bands)
    above = [place for place, (bound, _grade) in enumerate(bands) if bound > score]
    share = len(above) / len(bands)
    tone = "jade" if share < 0.6 else "amber" if share < 0.8 else "seal"
    top = max(score, bands[-1][0] + 10)
    if not above:
        return BandScale(shown, top, tone, None, None)
    return BandScale(shown, top, tone, shown[above[0]], bands[above[0]][0] - score)


def sum_of(card: Scorecard, lines: Sequence[ShownLine]) -> dict[str, object] | None:
    """Σ weight × line score ÷ Σ weight with the card's own figures; None where nothing is weighed."""
    counted = [shown.line for shown in lines if shown.line.line_score is not None]
    if card.score is None or not counted:
        return None
    weights = total(line.weight for line in counted)
    weighted = total(line.weight * (line.line_score or ZERO) for line in counted)
    terms = [f"{figures.exact(line.weight)} × {figures.exact(line.line_score)}" for line in counted]
    return {
        "terms": " + ".join(terms),
        "weighted": figures.exact(weighted),
        "weights": figures.exact(weights),
        "lines": len(counted),
    }


def _shown(line: ScorecardLine, kpis: dict[str, Kpi]) -> ShownLine:
    plan_line = line.plan_line
    mark = _mark(line)
    kpi = kpis.get(plan_line.source) if plan_line.component == PlanLine.Component.KPI else None
    return ShownLine(
        line,
        name_of(plan_line, kpis),
        unit_of(plan_line, kpis),
        kpi.perspective if kpi else "people",
        mark,
        _reached(line.line_score, mark),
    )


def _mark(line: ScorecardLine) -> Decimal:
    """The score that a value exactly on target would get; 100 where the line has no target."""
    x = None if line.target is None else curve_x(line.plan_line.basis, line.target, line.target)
    return HUNDRED if x is None else line_score(curve_of(line.plan_line), x)


def _reached(score: Decimal | None, mark: Decimal) -> str:
    if score is None:
        return ""
    if score >= mark:
        return "met"
    return "near" if score >= NEAR * mark else "below"
