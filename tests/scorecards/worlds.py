"""Small random companies for one cycle, written into the database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assessments.models import Attempt, Competency, Quiz
from people.models import Employee, Position, Posting, Unit
from scorecards.models import (
    Cycle,
    CyclePlan,
    FeedbackAnswer,
    KeyResult,
    Kpi,
    KpiFact,
    Objective,
    Plan,
    PlanLine,
    Target,
)
from tests.factories import AT, make_unit
from training.models import Course, Enrolment

MONTHS = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 6))]
AGGREGATIONS = ("sum", "ratio", "last")
RELATIONS = ("manager", "peer", "peer", "peer", "report", "report", "customer", "self")


def decimals(low: str, high: str, places: int = 6) -> st.SearchStrategy[Decimal]:
    whole = 10**places
    return st.integers(int(Decimal(low) * whole), int(Decimal(high) * whole)).map(lambda n: Decimal(n).scaleb(-places))


amounts = st.one_of(
    st.sampled_from([Decimal(0), Decimal(1), Decimal("0.000001"), Decimal("-0.5"), Decimal(10**11)]),
    decimals("-200", "200", 2),
    st.integers(-2000, 2000).map(lambda n: Decimal(n) * 5 / 100000),  # ties at four places
    decimals("-100000000000", "100000000000"),
)
denominators = st.one_of(
    st.integers(1, 9).map(Decimal),
    st.sampled_from([Decimal(128), Decimal(384), Decimal(640)]),  # ties at six places
    decimals("0.000001", "100000000000"),
)
days = st.integers(-40, 200).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
weights = st.one_of(st.integers(1, 40).map(Decimal), decimals("0.000001", "40"))


def text_of(points: list[tuple[Decimal, Decimal]]) -> str:
    return ";".join(f"{x:f}:{y:f}" for x, y in points)


@st.composite
def curves(draw: st.DrawFn) -> dict[str, Any]:
    """Curve, points, floor and cap that fit together."""
    floor, cap = sorted((draw(decimals("-50", "150", 6)), draw(decimals("-50", "200", 6))))
    kind = draw(st.sampled_from(["linear", "interpolate", "steps", "falling", "direct"]))
    if kind == "direct":
        return {"curve": kind, "points": "", "floor": floor, "cap": cap}
    least = 1 if kind in ("steps", "falling") else 2
    most = 2 if kind == "linear" else 5
    x = st.one_of(decimals("-3", "3", 2), decimals("-3", "3", 8), decimals("-200000", "200000", 3))
    xs = sorted(draw(st.lists(x, min_size=least, max_size=most, unique=True)))
    if kind == "falling" or (kind == "linear" and draw(st.booleans())):
        xs.reverse()
    points = [(x, draw(decimals("-100", "200", 3))) for x in xs]
    curve = "steps" if kind == "falling" else kind
    return {"curve": curve, "points": text_of(points), "floor": floor, "cap": cap}


@st.composite
def plans(draw: st.DrawFn, code: str) -> Plan:
    plan = Plan.objects.create(code=code)
    sources = [("kpi", a) for a in AGGREGATIONS] + [(c, "") for c in ("okr", "feedback", "training", "quiz")]
    sources.append(("visit", "own"))
    chosen = draw(st.lists(st.sampled_from(sources), max_size=6, unique=True))
    for order, (component, source) in enumerate(chosen, start=1):
        PlanLine.objects.create(
            plan=plan,
            order=order,
            component=component,
            source=source,
            weight=draw(weights),
            basis=draw(st.sampled_from(["value", "value", "achievement"])),
            missing=draw(st.sampled_from(["reweight", "reweight", "zero", "require"])),
            scope=draw(st.sampled_from(["employee", "employee", "unit"]))
            if component in ("kpi", "okr")
            else "employee",
            **draw(curves()),
        )
    return plan


@st.composite
def cycles(draw: st.DrawFn) -> Cycle:
    starts_on = draw(st.sampled_from([date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 15)]))
    ends_on = draw(st.sampled_from([date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 30), date(2026, 1, 20)]))
    relations = [f"{r}:{draw(st.sampled_from([10, 30, 33.33, 0]))}" for r in ("peer", "report", "customer")]
    return Cycle.objects.create(
        code="c",
        name="c",
        starts_on=starts_on,
        ends_on=ends_on,
        bands=draw(st.sampled_from(["S:110;A:95;B:80;C:60;D:0", "A:50.005;B:0.001;C:-20"])),
        min_coverage=draw(st.sampled_from([Decimal(0), Decimal(20), Decimal("33.333333")])),
        min_raters=draw(st.sampled_from([3, 3, 4])),
        feedback_weights=";".join(["manager:40", *relations]),
    )


def write_postings(draw: st.DrawFn, employee: Employee, units: list[Unit], positions: list[Position]) -> None:
    ends = sorted(draw(st.lists(days, min_size=1, max_size=5, unique=True)))
    for first, last in zip(ends[::2], [*ends[1::2], None][: len(ends[::2])], strict=True):
        Posting.objects.create(
            employee=employee,
            starts_on=first,
            ends_on=last,
            unit=draw(st.sampled_from(units)),
            position=draw(st.sampled_from(positions)),
        )


def write_facts(draw: st.DrawFn, owner: dict[str, Any], kpis: list[Kpi]) -> None:
    for kpi in kpis:
        for month in draw(st.lists(st.sampled_from(MONTHS), max_size=4, unique=True)):
            denominator = draw(denominators) if kpi.aggregation == "ratio" else None
            numerator = draw(amounts) if kpi.aggregation != "ratio" else draw(decimals("-1000", "1000", 2))
            KpiFact.objects.create(kpi=kpi, period=month, numerator=numerator, denominator=denominator, **owner)


def write_objectives(draw: st.DrawFn, cycle: Cycle, owner: dict[str, Any]) -> None:
    for n in range(draw(st.integers(0, 3))):
        objective = Objective.objects.create(cycle=cycle, code=f"O{n}", weight=draw(weights), **owner)
        for m in range(draw(st.integers(0, 3))):
            start, target = draw(st.sampled_from([(0, 3), (8, 5), (32, 45), (0, 7), (10**11, -(10**11))]))
            metric = draw(st.booleans())
            current = st.none() | decimals("0", "1", 1) if not metric else st.none() | decimals("-5", "50", 2)
            KeyResult.objects.create(
                objective=objective,
                code=f"K{m}",
                weight=draw(weights),
                kind="metric" if metric else "milestone",
                start=start if metric else None,
                target=target if metric else None,
                current=draw(current),
            )


def write_feedback(draw: st.DrawFn, cycle: Cycle, subject: Employee, raters: list[Employee]) -> None:
    competencies = [Competency.objects.get_or_create(code=c, name=c)[0] for c in "abcd"]
    for rater in draw(st.lists(st.sampled_from(raters), max_size=9, unique=True)):
        relation = draw(st.sampled_from(RELATIONS))
        for competency in competencies[: draw(st.integers(1, 4))]:
            FeedbackAnswer.objects.create(
                cycle=cycle,
                subject=subject,
                rater=rater,
                relation=relation,
                competency=competency,
                rating=draw(st.sampled_from([None, 1, 2, 3, 4, 5])),
            )


def moment(day: date) -> datetime:
    """Late at night in UTC, which is the next morning in Shanghai."""
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def write_learning(draw: st.DrawFn, employee: Employee, courses: list[Course], quizzes: list[Quiz]) -> None:
    for course in draw(st.lists(st.sampled_from(courses), max_size=3, unique=True)):
        rounds = draw(st.integers(1, 2))
        for number in range(1, rounds + 1):
            due_on = draw(st.none() | days)
            done = draw(st.none() | days | st.just(due_on))
            ended = number < rounds  # only the last round can be open
            withdrawn = done is None and (ended or draw(st.booleans()))
            Enrolment.objects.create(
                employee=employee,
                course=course,
                round=number,
                assigned_at=AT,
                due_on=due_on,
                completed_at=moment(done - timedelta(days=1)) if done else None,
                withdrawn_at=AT if withdrawn else None,
            )
    for number in range(draw(st.integers(0, 4))):
        Attempt.objects.create(
            quiz=draw(st.sampled_from(quizzes)),
            employee=employee,
            number=number,
            started_at=AT,
            submitted_at=moment(draw(days)),
            percent=draw(decimals("0", "100", 2)),
            pass_mark=80,
        )


def write_targets(draw: st.DrawFn, cycle: Cycle, kpis: list[Kpi], scopes: list[dict[str, Any]]) -> None:
    targets = st.one_of(st.sampled_from([Decimal(0), Decimal(3), Decimal(-7)]), decimals("0.1", "100000"))
    for kpi in kpis:
        for scope in scopes:
            if draw(st.integers(0, 3)) == 0:
                Target.objects.create(kpi=kpi, cycle=cycle, target=draw(targets), **scope)


@st.composite
def worlds(draw: st.DrawFn) -> Cycle:
    """A cycle with everything in it."""
    company = make_unit("CO", kind="company")
    region = make_unit("R1", kind="region", parent=company)
    units = [make_unit("S1", parent=region), make_unit("S2", parent=region), region]
    positions = [Position.objects.create(code=code, name=code) for code in ("p1", "p2")]
    people = [Employee.objects.create(employee_no=f"{n:03d}", name=f"{n}", hired_on=MONTHS[0]) for n in range(12)]
    kpis = [Kpi.objects.create(code=a, name=a, aggregation=a) for a in AGGREGATIONS]
    cycle = draw(cycles())
    CyclePlan.objects.create(cycle=cycle, plan=draw(plans("plan-1")), position=positions[0])
    if draw(st.booleans()):
        CyclePlan.objects.create(cycle=cycle, plan=draw(plans("plan-2")))
    courses = [Course.objects.create(code=c) for c in "xyz"]
    quizzes = [Quiz.objects.create(code=c, pass_mark=80) for c in "uvw"]
    judged = people[: draw(st.integers(1, 3))]
    for employee in judged:
        write_postings(draw, employee, units, positions)
        write_facts(draw, {"employee": employee}, kpis)
        write_objectives(draw, cycle, {"employee": employee})
        write_feedback(draw, cycle, employee, people)
        write_learning(draw, employee, courses, quizzes)
    write_facts(draw, {"unit": units[0]}, kpis)
    write_objectives(draw, cycle, {"unit": units[0]})
    scopes = [{"employee": judged[0]}, {"position": positions[0]}, {"unit": company}, {"unit": units[0]}, {}]
    write_targets(draw, cycle, kpis, scopes)
    return cycle
