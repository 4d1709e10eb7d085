"""One row of everything that has an address, all about Carol of store one."""

from datetime import UTC, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.timezone import now

from assessments.actions import attempts, marking, practice, regrades
from assessments.actions.question_import import receive
from assessments.models import Fate, Upload
from foundation.models import Job, Load, Notice
from people.models import Employee
from scorecards.models import Scheme, Scorecard, ScorecardLine
from tests.access.standards import make_standards
from tests.assessments.marking_world import make_written_quiz, write
from tests.conftest import Cast
from tests.factories import (
    AT,
    CompetencyFactory,
    CycleFactory,
    EnrolmentFactory,
    KpiFactory,
    grant,
    make_course,
    make_plan,
    make_quiz,
    use_plan,
)
from tests.shipped import RECEPTION, load_course
from tests.training.sessions import call, form_id, make_rubric
from training.actions.lessons import finish_lesson
from training.actions.practicals import confirm
from training.models import Certificate, CertificateTemplate, Course
from training.models import Path as LearningPath


def make_world(cast: Cast, folder: Path) -> dict[str, Any]:
    """Arguments for the addresses of the table in test_matrix.py. `folder`: an empty one to work in."""
    carol = cast.employee("carol")
    quiz = make_quiz()
    load_course(folder)
    course = Course.objects.get(code=RECEPTION)
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
    skills_check = attempts.start(make_quiz("skills", purpose="skills"), carol, at=AT)
    attempts.submit(skills_check.pk, at=AT)
    item = graded.items.get()
    handed_in = Upload(item=item, name="shelf.jpg", size=3, sha256="0" * 64, uploaded_at=AT)
    handed_in.file.save("shelf.jpg", ContentFile(b"jpg"))
    late_answer = item.saves.create(id=UUID(int=1), chosen=["a"], given_at=AT, got_at=AT, fate=Fate.LATE)
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
    told = Notice.objects.create(recipient=cast.carol, kind="training.team_soon", values={"soon": 1}, created_at=AT)
    return {
        **make_standards(course),
        "carol": carol,
        "notice": told,
        "dan": cast.employee("dan"),
        "course": course,
        "quiz": quiz,
        "live": live,
        "graded": graded,
        "skills_check": skills_check,
        "practice_day": practice.draw(carol, at=AT + timedelta(days=1), zone=UTC),
        "handed_in": handed_in,
        "late_answer": late_answer,
        "certificate": certificate,
        "certificate_template": CertificateTemplate.objects.create(name="Academy"),
        "cycle": cycle,
        "card": card,
        "line": line,
        "scheme": scheme,
        "load": load,
        "job": job,
        "grant": extra,
        "competency": CompetencyFactory(),
        "unit": cast.store,
        **_beside_the_lessons(cast, carol, course),
        **make_path(carol, course),
        **_marking(cast, carol),
        "question_file": receive(
            BytesIO(b"We shout.{F}"), name="a.txt", format="gift", defaults={"language": "en"}, by=cast.tina, at=AT
        ),
    }


def _marking(cast: Cast, carol: Employee) -> dict[str, Any]:
    """Two handed-in answers of Carol's, an essay marked by Tina and a file that waits, and a regrade of her quiz."""
    essay = write(make_written_quiz(), carol)
    mark = marking.mark_item(essay.pk, {"greets": 1, "asks": 2}, "", by=cast.tina, at=AT)
    photo = attempts.start(make_written_quiz("photo", "file"), carol, at=AT)
    file = photo.items.get(order=2)
    upload = Upload(item=file, name="shelf.pdf", size=3, sha256="1" * 64, uploaded_at=AT)
    upload.file.save("shelf.pdf", ContentFile(b"pdf"))
    attempts.answer(photo.pk, 2, {"upload": str(upload.pk)}, at=AT)
    attempts.submit(photo.pk, at=AT)
    question = essay.attempt.items.get(order=1).question
    regrade = regrades.propose(
        essay.attempt.quiz, question, "key", {"right": ["b"]}, reason="The manual", by=cast.tina, at=AT
    )
    regrades.look(regrade.pk, at=AT)
    return {"waits": file, "mark": mark, "regrade": regrade, "asked": essay.attempt.items.get(order=1)}


def make_path(carol: Employee, course: Course) -> dict[str, Any]:
    """A learning path with one course for everybody and one to choose, which Carol was put onto by hand."""
    path = LearningPath.objects.create(code="start", titles={"en": "Start"}, audience="new", choose={"more": 1})
    path.steps.create(course=course, order=1)
    path.steps.create(course=make_course("extra"), order=2, group="more")
    assignment = path.assignments.create(employee=carol, by_hand=True, starts_on=AT.date(), assigned_at=AT)
    return {"path": path, "assignment": assignment}


def _beside_the_lessons(cast: Cast, carol: Employee, course: Course) -> dict[str, Any]:
    """A session of the course tomorrow, and a course whose practical Carol has tried once."""
    starts_at = now() + timedelta(days=1)
    session = call(course, cast.tina, unit=cast.store, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    watched = make_course("watched", lessons=1)
    watched.rubric = make_rubric()
    watched.save()
    enrolment = EnrolmentFactory(employee=carol, course=watched)
    finish_lesson(enrolment, watched.lessons.get(), revision=1, language="en", at=AT)
    observation = confirm(enrolment.pk, {"greet": 0}, comment="", form_id=form_id(), by=cast.bob, at=AT)
    return {"session": session, "watched": enrolment, "rubric": watched.rubric, "observation": observation}
