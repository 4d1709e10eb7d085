"""The cards of a cycle, one person at a time, straight from the rules: what scoring must equal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.timezone import localdate

from assessments.models import Attempt
from people.models import Employee, Posting, Unit
from scorecards import reasons
from scorecards.models import Cycle as CycleRow
from scorecards.models import CyclePlan, FeedbackAnswer, KeyResult, Kpi, KpiFact, Plan, PlanLine
from scorecards.models import Target as TargetRow
from scorecards.rules import card as cards
from scorecards.rules import feedback, kpi, okr
from scorecards.rules.bands import parse_bands
from scorecards.rules.curves import Curve, line_score
from scorecards.rules.points import parse_points
from scorecards.rules.rounding import rounded
from scorecards.rules.targets import Target, Targets
from training.models import Enrolment


@dataclass(frozen=True)
class ExpectedLine:
    line: int
    value: Decimal | None
    target: Decimal | None
    score: Decimal | None
    effective_weight: Decimal | None
    status: str


@dataclass(frozen=True)
class ExpectedCard:
    unit: str
    position: str
    plan: str
    score: Decimal | None
    grade: str
    coverage: Decimal
    status: str
    reason: str
    lines: tuple[ExpectedLine, ...]


def expected_cards(cycle: CycleRow) -> dict[str, ExpectedCard]:
    found = {}
    for employee in Employee.objects.all():
        posting = latest_posting(employee, cycle)
        plan = posting and plan_of(posting, cycle)
        if posting and plan:
            found[employee.employee_no] = expected_card(employee, posting, plan, cycle)
    return found


def latest_posting(employee: Employee, cycle: CycleRow) -> Posting | None:
    days = range((cycle.ends_on - cycle.starts_on).days, -1, -1)
    postings = list(employee.postings.all())
    for day in (cycle.starts_on + timedelta(days=n) for n in days):
        for posting in postings:
            if posting.starts_on <= day and (posting.ends_on is None or day <= posting.ends_on):
                return posting
    return None


def plan_of(posting: Posting, cycle: CycleRow) -> Plan | None:
    by_position = {row.position_id: row.plan for row in CyclePlan.objects.filter(cycle=cycle)}
    return by_position.get(posting.position_id, by_position.get(None))


def expected_card(employee: Employee, posting: Posting, plan: Plan, cycle: CycleRow) -> ExpectedCard:
    lines = list(plan.lines.order_by("order"))
    known = [known_of(line, employee, posting, cycle) for line in lines]
    given = []
    for line, (value, target) in zip(lines, known, strict=True):
        x = kpi.curve_x(line.basis, value, target)
        curve = Curve(line.curve, parse_points(line.points), line.floor, line.cap)
        score = None if x is None else line_score(curve, x)
        given.append(cards.Line(line.weight, score, line.missing, line.floor, line.component, line.source))
    judged = cards.judge(given, cycle.min_coverage, parse_bands(cycle.bands))
    return ExpectedCard(
        posting.unit.code,
        posting.position.code,
        plan.code,
        judged.score,
        judged.grade,
        judged.coverage,
        judged.status.value,
        reasons.stored(judged.reason),
        tuple(
            ExpectedLine(line.pk, *pair, one.score, one.effective_weight, one.status.value)
            for line, pair, one in zip(lines, known, judged.lines, strict=True)
        ),
    )


def known_of(
    line: PlanLine, employee: Employee, posting: Posting, cycle: CycleRow
) -> tuple[Decimal | None, Decimal | None]:
    """Value and target of a line."""
    owner: dict[str, Any] = {"unit": posting.unit} if line.scope == "unit" else {"employee": employee}
    if line.component == "kpi":
        return kpi_value(line.source, owner, cycle), target_of(line.source, employee, posting, cycle)
    value = None
    if line.component == "okr":
        value = okr_value(owner, cycle)
    elif line.component == "feedback":
        value = judged_feedback(employee, cycle).score
    elif line.component == "training":
        value = training_value(employee, cycle)
    elif line.component == "quiz":
        value = quiz_value(employee, cycle)
    return (None if value is None else rounded(value, 6)), None


def kpi_value(code: str, owner: dict[str, Any], cycle: CycleRow) -> Decimal | None:
    months = kpi.cycle_months(cycle.starts_on, cycle.ends_on)
    if months is None:
        return None
    rows = KpiFact.objects.filter(kpi__code=code, period__range=months, **owner)
    facts = [kpi.Fact(row.period, row.numerator, row.denominator) for row in rows]
    return kpi.kpi_value(Kpi.objects.get(code=code).aggregation, facts)


def target_of(code: str, employee: Employee, posting: Posting, cycle: CycleRow) -> Decimal | None:
    rows = TargetRow.objects.filter(kpi__code=code, cycle=cycle)
    targets = Targets.of(
        Target(
            row.target,
            row.employee.employee_no if row.employee else "",
            row.position.code if row.position else "",
            row.unit.code if row.unit else "",
        )
        for row in rows
    )
    unit = Unit.objects.get(pk=posting.unit_id)
    upwards = [unit.code, *(above.code for above in reversed(list(unit.get_ancestors())))]
    return targets.target_for(employee.employee_no, posting.position.code, upwards)


def okr_value(owner: dict[str, Any], cycle: CycleRow) -> Decimal | None:
    where = {f"objective__{key}": value for key, value in owner.items()}
    return okr.okr_score(
        okr.KeyResult(r.objective.code, r.objective.weight, r.weight, r.kind, r.start, r.target, r.current)
        for r in KeyResult.objects.filter(objective__cycle=cycle, **where)
    )


def judged_feedback(employee: Employee, cycle: CycleRow) -> feedback.Feedback:
    answers: Iterable[FeedbackAnswer] = FeedbackAnswer.objects.filter(cycle=cycle, subject=employee)
    raters = feedback.raters_of(feedback.Answer(str(a.rater_id or a.ballot), a.relation, a.rating) for a in answers)
    return feedback.judge_feedback(raters, feedback.parse_weights(cycle.feedback_weights), cycle.min_raters)


def training_value(employee: Employee, cycle: CycleRow) -> Decimal | None:
    fell_due = Enrolment.objects.filter(employee=employee, due_on__range=(cycle.starts_on, cycle.ends_on))
    rows = [row for row in fell_due if row.withdrawn_at is None]
    done = sum(1 for row in rows if row.completed_at and localdate(row.completed_at) <= row.due_on)
    return rounded(Fraction(done, len(rows)), 6) if rows else None


def quiz_value(employee: Employee, cycle: CycleRow) -> Decimal | None:
    best: dict[int, Decimal] = {}
    for attempt in Attempt.objects.filter(employee=employee, submitted_at__isnull=False):
        if cycle.starts_on <= localdate(attempt.submitted_at) <= cycle.ends_on:
            best[attempt.quiz_id] = max(best.get(attempt.quiz_id, Decimal(0)), attempt.percent)
    return rounded(sum(map(Fraction, best.values())) / len(best), 6) if best else None
