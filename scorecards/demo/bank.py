"""The question bank of the demo chain at work: a question in its second version, two much alike, one retired."""

from dataclasses import replace
from datetime import datetime, timedelta

from assessments.actions import question_bulk
from assessments.actions.competencies import name_competency
from assessments.actions.questions import QuestionDraft, write
from assessments.models import Question, Standard
from people.models import User
from scorecards.demo.skills import both, worded

FIRST, ALIKE, RETIRED = "demo-greeting", "demo-greeting-door", "demo-greeting-old"
STANDARD = "GREET-1"
OPTIONS = {
    "a": both("放下手里的活，看着顾客问候", "Put the work down, look at the customer and greet"),
    "b": both("等顾客先开口", "Wait until the customer speaks"),
    "c": both("接着理货，请顾客自己看", "Go on with the shelves and let the customer look round"),
}
BETTER = both(
    "顾客走进店里，您正在理货。您先做什么？",
    "A customer comes into the shop while you fill the shelves. What do you do first?",
)
DOOR = both(
    "顾客走进店门，您正在理货。您先做什么？",
    "A customer comes through the door while you fill the shelves. What do you do first?",
)


def tend(at: datetime, trainer: User | None) -> None:
    """What a trainer does in a few weeks; once."""
    if Question.objects.filter(code=FIRST).exists() or not Standard.objects.filter(code=STANDARD).exists():
        return
    name_competency("service", "用心接待", by=trainer)
    first = _draft(FIRST, both("顾客走进店里，您先做什么？", "A customer comes into the shop. What do you do first?"))
    question = write(None, first, by=trainer, at=at - timedelta(days=30)).question
    wording = _wording(BETTER)
    note = "写明当时正在理货，选项才说得通"
    write(question, replace(first, wording=wording, note=note, base=1), by=trainer, at=at - timedelta(days=9))
    write(None, _draft(ALIKE, DOOR), by=trainer, at=at - timedelta(days=8))
    old = both("顾客进店，谁来问候？", "A customer comes in. Who greets?")
    retired = write(None, _draft(RETIRED, old), by=trainer, at=at - timedelta(days=60)).question
    question_bulk.retire(retired, by=trainer, at=at - timedelta(days=7))


def _draft(code: str, stem: dict[str, str]) -> QuestionDraft:
    return QuestionDraft(
        code, "single", standards=[STANDARD], competencies=["service"], category="接待", difficulty="easy",
        wording=_wording(stem), options=list(OPTIONS), right=["a"],
    )  # fmt: skip


def _wording(stem: dict[str, str]) -> dict[str, dict[str, object]]:
    said = both("先问候，顾客才知道有人在。", "A greeting tells the customer that somebody is there.")
    return worded(stem, said, options=OPTIONS)
