"""Two essays of the demo chain that wait on the marking desk."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from assessments.actions import attempts, marking, questions
from assessments.models import Question, QuestionKind, Quiz, QuizItem, QuizPurpose
from people.models import Employee
from scorecards.demo.people import CAST

CODE = "complaint-in-words"
ESSAYS = (
    "顾客说买的水杯漏水，语气很急。我先请他到一边坐下，说：“给您添麻烦了，我马上看。”"
    "我把他的话记下来，再重复一遍确认没有听错。当场能换就换；不能换，我告诉他什么时候、由谁给答复，并留下我的名字。第二天我打电话问他满意不满意。",
    "遇到投诉我会先道歉，然后找店长处理。",
)
RUBRIC = [
    {"key": "calm", "texts": {"zh-hans": "先安抚情绪，认真听完", "en": "Calms and listens to the end"}, "points": 4},
    {
        "key": "own",
        "texts": {"zh-hans": "首问负责，不推给别人", "en": "Takes it on, does not pass it along"},
        "points": 3,
    },
    {"key": "close", "texts": {"zh-hans": "说清时限并回访", "en": "Names a time and asks afterwards"}, "points": 3},
]
WORDING = {
    "zh-hans": {
        "stem": "请写一次您处理过（或会怎样处理）的顾客投诉：您先做什么，再做什么，怎样收尾？",
        "outline": "看有没有先听、谁来负责、什么时候给答复、事后有没有回访。",
        "feedback": "好的处理有头有尾：先听，再承担，说清时限，事后回访。",
    },
    "en": {
        "stem": "Write about a complaint that you handled, or would handle: what first, what then, how does it end?",
        "outline": "Is the customer heard first, who takes it on, by when is there an answer, who asks afterwards?",
        "feedback": "Handled well, a complaint has a beginning and an end: listen, take it on, name a time, ask again.",
    },
}


@transaction.atomic
def hand_in(at: datetime) -> None:
    """Two people of the first store write about a complaint; once."""
    if Quiz.objects.filter(code=CODE).exists():
        return
    quiz = Quiz.objects.create(
        code=CODE,
        titles={"zh-hans": "投诉处理：用自己的话", "en": "Handling complaints, in your own words"},
        purpose=QuizPurpose.SKILLS,
        pass_mark=60,
    )
    QuizItem.objects.create(quiz=quiz, question=_question(at), order=1)
    marking.set_rule(quiz, twice=True, apart=Decimal(25), blind=True, by=None)
    writers = Employee.objects.filter(employee_no__startswith="6001", user__isnull=False)
    writers = writers.exclude(employee_no=CAST["manager"][0]).order_by("employee_no")
    for day, (employee, text) in enumerate(zip(writers, ESSAYS, strict=False), start=1):
        begun = at - timedelta(days=3 - day)
        attempt = attempts.start(quiz, employee, at=begun)
        attempts.answer(attempt.pk, 1, {"text": text}, at=begun)
        attempts.submit(attempt.pk, at=begun + timedelta(minutes=12))


def _question(at: datetime) -> Question:
    draft = questions.QuestionDraft(
        code="COMPLAINT-IN-WORDS",
        kind=QuestionKind.ESSAY,
        wording=WORDING,
        details={"rubric": RUBRIC, "words": [20, 400]},
        mark=Decimal(10),
    )
    return questions.write(None, draft, by=None, at=at).question
