"""What a skills check found: how each standard was met, and which lessons close the gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from assessments import gates, teaching
from assessments.gates import Link
from assessments.models import Attempt, AttemptItem, Question, QuizPurpose, Standard
from assessments.rules import skills as rules
from assessments.rules.openings import Hours
from assessments.rules.reveal import Moment, is_shown
from assessments.rules.skills import Answered


@dataclass(frozen=True, slots=True)
class Met:
    """A standard as somebody met it. `percent`: share of the marks, 2 places; `n`: questions; `lessons`: of a gap."""

    standard: Standard
    percent: Decimal
    n: int
    gap: bool
    lessons: list[Link]


def found(attempt: Attempt) -> list[Met]:
    """Every standard that the marked answers of `attempt` tested, weakest first; a gap lies below its pass mark.

    Dropped answers count nowhere; nothing while an answer still waits for its mark. Four queries and those of the
    providers of lessons.
    """
    items = AttemptItem.objects.counted().filter(attempt=attempt)
    marks = list(items.order_by("order").values_list("question_id", "mark", "max_mark"))
    pairs = Question.standards.through._default_manager.filter(question__in=[question for question, *_rest in marks])
    tested: dict[int, list[int]] = {}
    for question, standard in pairs.values_list("question_id", "standard_id"):
        tested.setdefault(question, []).append(standard)
    answers = [
        Answered(tuple(tested.get(question, ())), mark, full) for question, mark, full in marks if mark is not None
    ]
    skills = rules.skills(answers, wanted=attempt.pass_mark)
    standards = Standard.objects.in_bulk([each.standard for each in skills])
    lessons = teaching.lessons([each.standard for each in skills if each.gap])
    return [
        Met(standards[each.standard], each.percent, each.n, each.gap, lessons.get(each.standard, [])) for each in skills
    ]


def is_open(attempt: Attempt, at: datetime) -> bool:
    """May the person see what their skills check found? As soon as its mark may be seen."""
    quiz = attempt.quiz
    if quiz.purpose != QuizPurpose.SKILLS or attempt.percent is None:
        return False
    closed = Hours(quiz.opens_at, quiz.closes_at).over(at)
    return is_shown(quiz.show_result, Moment(closed=closed, passed=bool(attempt.passed)))


def to_skills(attempt: Attempt) -> Sequence[Link]:
    """From the result of a skills check to what it found."""
    if not is_open(attempt, now()):
        return []
    url = reverse("assessments:skills", args=[attempt.pk])
    return [Link(_("Where you stand"), url, _("Standard by standard, with the lessons that help"))]


gates.add_way_on(to_skills)
