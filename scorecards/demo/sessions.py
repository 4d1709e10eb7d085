"""What the demo chain does beside the lessons: a pre-test, sessions, observed practicals, and what people say."""

import random
import uuid
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate

from assessments.actions import attempts
from assessments.actions.rubrics import Line, save_rubric
from assessments.models import Quiz, QuizItem, Rubric
from people.models import Employee, Unit, User
from scorecards.demo.learning import COURSE
from scorecards.demo.people import CAST
from training import reasons
from training.actions import attendance, bookings, practicals, surveys
from training.actions import sessions as calls
from training.actions.changes import decide
from training.actions.enrolments import enrol
from training.actions.lessons import finish_lesson
from training.models import Change, Course, Enrolment, Meaning, Session, SessionKind, Stage

STORE = "FH-E1"
WATCHED_COURSE = "needs-and-advice"
PRETEST = "reception-pretest"
CRITERIA = [
    ("抬头、微笑，先开口问候", "Looks up, smiles, and greets first", 3, "GREET-1", True),
    ("先看再问，弄清顾客要什么", "Looks first, then asks what the customer needs", 4, "NEED-1", False),
    ("推荐一两款，说清价格、功能和用法", "Offers one or two, with price, functions and use", 3, "OFFER-1", False),
    ("用词礼貌，听完再回答", "Speaks politely, and listens to the end", 3, "WORD-1", False),
    ("当场记下需求和建议", "Notes need and advice on the spot", 2, "NOTE-1", False),
]
WATCHED = [  # points in the order of the criteria; None: not seen
    ((3, 4, 2, 3, 2), "问候自然，推荐前问得很细。用法可以再演示一遍。"),
    ((3, 3, 3, 3, None), "今天没有机会记录，其他都到位。"),
    ((0, 3, 2, 2, 1), "顾客先开了口。进门先问候，再练一周我们一起看。"),
]
SAID = [
    (5, 4, 4, "接待流程那一课最有用，晨会可以每周演一次。"),
    (5, 5, 4, ""),
    (4, 4, 3, "希望多一点客人很多时怎么办的例子。"),
    (5, 4, 5, ""),
    (4, 3, 4, ""),
    (5, 5, 5, "和同事对练了两次，心里有底了。"),
]


def meet(at: datetime, seed: int = 7) -> None:
    """Give the reception course a pre-test and a follow-up survey, the one on advice its practical; let people meet."""
    course = Course.objects.select_related("quiz").filter(code=COURSE).first()
    trainer = User.objects.filter(username=CAST["trainer"][0]).first()
    if course is None or trainer is None or Rubric.objects.filter(code="advice-practical").exists():
        return
    dice = random.Random(seed)
    with transaction.atomic():
        _ask_for(course, trainer, at, pretest=_pretest(course, at, dice), follow_up_days=60)
        _past_session(course, trainer, at)
        _sessions_ahead(course, trainer, at)
        _say(course, at)
        if watched := Course.objects.filter(code=WATCHED_COURSE).first():
            _ask_for(watched, trainer, at, rubric=_rubric(trainer))
            watched.refresh_from_db()
            _watch(watched, at)


def _rubric(trainer: User) -> Rubric:
    lines = [
        Line(key="", texts={"zh-hans": zh, "en": en}, points=points, standard=standard, critical=critical)
        for zh, en, points, standard, critical in CRITERIA
    ]
    titles = {"zh-hans": "接待与推荐实操", "en": "Practical: receiving and advising"}
    rubric = Rubric(code="advice-practical")
    return save_rubric(rubric, titles=titles, pass_mark=rubric.pass_mark, lines=lines, by=trainer)


def _pretest(course: Course, at: datetime, dice: random.Random) -> Quiz:
    """Five questions of the final quiz, asked before the first lesson of those who are through by now."""
    assert course.quiz is not None
    titles = {"zh-hans": "接待礼仪课前小测", "en": "Reception etiquette: before you begin"}
    quiz = Quiz.objects.create(code=PRETEST, titles=titles, pass_mark=course.quiz.pass_mark, purpose="pretest")
    for order, item in enumerate(course.quiz.items.all()[:5], start=1):
        QuizItem.objects.create(quiz=quiz, question=item.question, order=order)
    through = Enrolment.objects.filter(course=course, completed_at__isnull=False, started_at__isnull=False)
    for enrolment in through.select_related("employee__user"):
        assert enrolment.started_at is not None
        before = enrolment.started_at - timedelta(minutes=15)
        attempt = attempts.start(quiz, enrolment.employee, at=before)
        for sheet in attempt.items.select_related("version"):
            if dice.random() < 0.55:
                attempts.answer(attempt.pk, sheet.order, sheet.version.right, at=before)
        attempts.submit(attempt.pk, at=before + timedelta(minutes=5))
    return quiz


def _ask_for(course: Course, by: User, at: datetime, **wanted: object) -> None:
    """Through the pages, as an author does it: what the pages say, the course takes over. Nobody has to learn again."""
    for page in course.pages.all():  # type: ignore[attr-defined]
        for name, value in wanted.items():
            setattr(page, name, value)
        page.save_revision(user=by).publish(user=by)
    for change in Change.objects.filter(course=course, meaning=""):
        decide(change.pk, Meaning.COSMETIC, explanation={}, due_on=None, by=by, at=at)


def _plan(course: Course, trainer: User, day: datetime, **terms: object) -> calls.Plan:
    given = {"kind": SessionKind.CLASSROOM, "unit": None, "places": 20, "note": "", **terms}
    return calls.Plan(
        course=course,
        trainer=trainer,
        starts_at=day,
        ends_at=day + timedelta(hours=2),
        **given,  # type: ignore[arg-type]
    )


def _clock(at: datetime, days: int, hour: int) -> datetime:
    return datetime.combine(localdate(at) + timedelta(days=days), time(hour), get_current_timezone())


def _staff() -> list[Employee]:
    """The people of the first store with an account, then the rest."""
    posted = Employee.objects.filter(postings__unit__code=STORE).select_related("user").order_by("employee_no")
    return sorted(posted, key=lambda each: each.user_id is None)


def _past_session(course: Course, trainer: User, at: datetime) -> None:
    """Twelve booked, ten came."""
    starts_at = _clock(at, -9, 14)
    place = "湖滨店 二楼培训室"
    session = calls.call(_plan(course, trainer, starts_at, place=place, places=16), by=trainer)
    booked = [
        bookings.book(session.pk, employee, by=employee.user, at=starts_at - timedelta(days=4))
        for employee in _staff()[:12]
    ]
    ticks = {booking.pk: number not in (4, 9) for number, booking in enumerate(booked)}
    attendance.save_list(session.pk, ticks, by=trainer, at=starts_at + timedelta(hours=2))


def _sessions_ahead(course: Course, trainer: User, at: datetime) -> None:
    """One for the first store with few places and a line, one for everybody."""
    store = Unit.objects.get(code=STORE)
    small = calls.call(
        _plan(
            course,
            trainer,
            _clock(at, 3, 15),
            kind=SessionKind.PRACTICAL,
            place="湖滨店 一楼前台",
            unit=store,
            places=6,
            note="穿工装，提前十分钟到。两人一组，轮流当顾客。",
        ),
        by=trainer,
    )
    large = calls.call(
        _plan(
            course, trainer, _clock(at, 10, 9), place="总部 301 教室", places=40, note="带上自己店里的一个真实例子。"
        ),
        by=trainer,
    )
    newcomer = CAST["employee"][0]
    others = [employee for employee in _staff() if employee.employee_no != newcomer]
    for session, people in ((small, others[3:11]), (large, others[1:6])):
        _book(session, people, at)


def _book(session: Session, people: list[Employee], at: datetime) -> None:
    for minute, employee in enumerate(people):
        bookings.book(session.pk, employee, by=employee.user, at=at - timedelta(hours=20) + timedelta(minutes=minute))


def _watch(course: Course, at: datetime) -> None:
    """Five people of the first store do the lessons; their manager watches three of them."""
    manager = User.objects.get(username=CAST["manager"][0])
    assert course.rubric is not None
    keys = [each["key"] for each in course.rubric.criteria]
    staff = [each for each in _staff() if each.employee_no != CAST["employee"][0] and each.user != manager][:5]
    begun_at = at - timedelta(days=12)
    ready = [enrol(each, course, by=manager, at=begun_at, reason=reasons.POSITION) for each in staff]
    for enrolment in ready:
        for lesson in course.lessons.filter(published=True):
            finish_lesson(enrolment, lesson, revision=None, language="zh-hans", at=at - timedelta(days=3))
    for enrolment, (points, comment) in zip(ready, WATCHED, strict=False):
        given = {key: value for key, value in zip(keys, points, strict=True) if value is not None}
        practicals.confirm(
            enrolment.pk, given, comment=comment, form_id=uuid.uuid4(), by=manager, at=at - timedelta(days=1)
        )


def _say(course: Course, at: datetime) -> None:
    through = Enrolment.objects.filter(course=course, completed_at__isnull=False).select_related("employee__user")
    for enrolment, (knowledge, skill, behaviour, comment) in zip(through.order_by("pk"), SAID, strict=False):
        answers = {"knowledge": knowledge, "skill": skill, "behaviour": behaviour}
        surveys.answer(enrolment.pk, Stage.AFTER, answers, comment=comment, by=enrolment.employee.user, at=at)
