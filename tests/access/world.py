"""One row of everything that has an address, all about Carol of store one."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from assessments.actions import attempts
from foundation.models import Job, Load
from scorecards.models import Scheme, Scorecard, ScorecardLine
from tests.conftest import Cast
from tests.factories import (
    AT,
    CycleFactory,
    EnrolmentFactory,
    KpiFactory,
    grant,
    make_plan,
    make_quiz,
    use_plan,
)
from training.models import Certificate, Course


def make_world(cast: Cast) -> dict[str, Any]:
    """Arguments for the addresses of the table in test_matrix.py."""
    carol = cast.employee("carol")
    quiz = make_quiz()
    call_command("load_content", stdout=StringIO())
    course = Course.objects.get(code="reception-etiquette")
    EnrolmentFactory(employee=carol, course=course)
    certificate = Certificate.objects.create(
        code="5H-2026-AAAA-BBBB",
        employee=carol,
        course=course,
        name=carol.name,
        wording={"en": {"course": "Reception etiquette"}, "zh-hans": {"course": "接待礼仪"}},
        issued_on=AT.date(),
    )
    open_quiz = make_quiz("practice", singles=1, multiples=0)
    live = attempts.start(open_quiz, carol, at=AT)
    graded_quiz = make_quiz("graded", singles=1, multiples=0)
    graded = attempts.start(graded_quiz, carol, at=AT)
    attempts.submit(graded.pk, at=AT)
    cycle = CycleFactory()
    KpiFactory()
    plan = make_plan("plan", {"weight": 100, "source": "net-sales"})
    use_plan(cycle, plan)
    posting = carol.postings.get()
    card = Scorecard.objects.create(
        cycle=cycle,
        employee=carol,
        unit=posting.unit,
        position=posting.position,
        plan=plan,
        score="90",
        grade="B",
        coverage="100",
        status="scored",
        rules_version="1",
        computed_at=AT,
    )
    line = ScorecardLine.objects.create(
        card=card,
        plan_line=plan.lines.get(),
        value="90",
        line_score="90",
        weight="100",
        effective_weight="100",
        status="counted",
    )
    scheme = Scheme.objects.create(code="bonus", cycle=cycle, multiplier="0:0;100:1", currency="CNY")
    load = Load.objects.create(kind="units", file_name="units.csv", sha256="0" * 64, size=1, by=cast.alice, at=AT)
    job = Job.objects.create(kind="load", title="units.csv", by=cast.alice, created_at=AT)
    extra = grant(cast.dan, "manager", cast.other_store)
    return {
        "carol": carol,
        "dan": cast.employee("dan"),
        "course": course,
        "quiz": quiz,
        "live": live,
        "graded": graded,
        "certificate": certificate,
        "cycle": cycle,
        "card": card,
        "line": line,
        "scheme": scheme,
        "load": load,
        "job": job,
        "grant": extra,
        "unit": cast.store,
    }
