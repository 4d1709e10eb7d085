"""A quiz of the demo chain that draws its questions, with sections and a clock; and somebody with more time for it."""

from datetime import datetime, timedelta
from decimal import Decimal

from assessments import types
from assessments.actions import accommodations, attempts, quizzes
from assessments.draws import pools
from assessments.models import Counting, Question, Quiz, Reveal
from assessments.quiz_drafts import DrawDraft, ItemDraft, QuizDraft, SectionDraft
from assessments.rules.drawing import Condition
from people.models import Employee, User
from scorecards.demo.people import CAST

CODE = "service-spot-check"
FIXED = "CP-02"  # the question that everybody gets
SECTIONS = (  # heading in both languages, standards drawn from, questions wanted
    ("听与问", "Listening and asking", "NEED-* HEART-*", 4),
    ("投诉与跟进", "Complaints and follow-up", "CMPL-* OWN-*", 4),
)


def draw_together(at: datetime) -> None:
    """Write the quiz as the trainer, from what the bank holds; two colleagues of the first store have sat it. Once."""
    trainer = User.objects.filter(username=CAST["trainer"][0]).first()
    if trainer is None or Quiz.objects.filter(code=CODE).exists():
        return
    draft = _draft()
    if not draft.draws:
        return
    quiz = quizzes.save(draft, seen="", by=trainer)
    colleagues = list(Employee.objects.filter(employee_no__startswith="6001").order_by("employee_no")[5:8])
    for employee in Employee.objects.filter(employee_no=CAST["employee"][0]):
        accommodations.grant(
            employee, time_factor=Decimal("1.5"), break_minutes=5, note="请把字号调大，可以用电脑作答。", by=trainer
        )
    for days, employee in enumerate(colleagues, start=2):
        _sit(quiz, employee, at - timedelta(days=days))


def _draft() -> QuizDraft:
    fixed = Question.objects.in_use().filter(code=FIXED).first()
    conditions = [Condition(tuple(standards.split())) for _zh, _en, standards, _count in SECTIONS]
    rows = [
        (place, condition, min(count, len(pool) - 1))  # one may be the fixed question
        for place, (condition, pool, (*_names, count)) in enumerate(
            zip(conditions, pools(conditions), SECTIONS, strict=True)
        )
    ]
    return QuizDraft(
        pk=None,
        code=CODE,
        titles={"zh-hans": "服务标准抽测", "en": "Service standards: spot check"},
        instructions={
            "zh-hans": "每人抽到的题不一样。请独自作答，答不上来的先放一放。",
            "en": "Everybody draws other questions. Answer alone; leave open what you do not know yet.",
        },
        pass_mark=Decimal(75),
        minutes=20,
        attempts_allowed=3,
        wait_hours=24,
        counting=Counting.BEST,
        shuffle_questions=True,
        shuffle_options=True,
        show_right=Reveal.PASSED,
        sections=tuple(SectionDraft(None, {"zh-hans": zh, "en": en}) for zh, en, _standards, _count in SECTIONS),
        items=(ItemDraft(1, fixed.pk, 1),) if fixed else (),
        draws=tuple(
            DrawDraft(order, count, condition, place)
            for order, (place, condition, count) in enumerate(rows, start=2 if fixed else 1)
            if count > 0
        ),
    )


def _sit(quiz: Quiz, employee: Employee, at: datetime) -> None:
    """One attempt in which everything but the last question is answered rightly."""
    attempt = attempts.start(quiz, employee, at=at)
    for item in list(attempt.items.select_related("version__question"))[:-1]:
        best = types.of(item.version.question.kind).best(item.version, "zh-hans")
        attempts.answer(attempt.pk, item.order, best, at=at + timedelta(minutes=item.order))
    attempts.submit(attempt.pk, at=at + timedelta(minutes=12))
