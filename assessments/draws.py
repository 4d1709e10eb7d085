"""The questions of one sitting: those that are fixed, and those that the draws of the quiz take from the bank."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from random import Random

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from assessments import types
from assessments.models import (
    AttemptItem,
    Question,
    QuestionKind,
    QuestionVersion,
    Quiz,
    QuizDraw,
    QuizItem,
    QuizSection,
)
from assessments.rules import drawing
from assessments.rules.drawing import Candidate, Condition, Shortage
from people.models import Employee


class DrawTooLarge(Exception):
    """The bank does not hold what the draws of a quiz ask for; the message says so in a sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a sitting, in the order of asking. `shown`: the keys of its options in shuffled order, or []."""

    version: QuestionVersion
    section: QuizSection | None
    max_mark: Decimal
    shown: list[str]


@dataclass(frozen=True, slots=True)
class _Place:
    question_id: int
    section: QuizSection | None
    order: int
    weight: Decimal | None


def questions_for(quiz: Quiz, employee: Employee, *, seed: int, at: datetime) -> list[Asked]:
    """What a sitting of `quiz` that `employee` begins at `at` asks; eight queries at most.

    Section by section, those without a section first; inside a section shuffled if the quiz says so. No question comes
    twice. Draws take first what the person was not asked in this quiz before. The same `seed` gives the same
    questions in the same order while quiz and bank stay as they are. [] for an empty quiz; DrawTooLarge, with a
    sentence, where the bank cannot fill the draws.
    """
    random = Random(seed)
    places = _fixed(quiz)
    if draws := list(quiz.draws.select_related("section").order_by("order", "pk")):
        places += _drawn(draws, {place.question_id for place in places}, _seen(quiz, employee, at), random)
    versions = newest({place.question_id for place in places})
    places = [place for place in places if place.question_id in versions]
    return [
        Asked(
            version=(version := versions[place.question_id]),
            section=place.section,
            max_mark=version.mark if place.weight is None else place.weight,
            shown=_shown(version, random) if quiz.shuffle_options else [],
        )
        for place in _ordered(places, random if quiz.shuffle_questions else None)
    ]


def newest(questions: Collection[int]) -> dict[int, QuestionVersion]:
    """The newest version of each question, by question, its question with it; one query."""
    later = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    versions = QuestionVersion.objects.filter(question__in=questions, pk=Subquery(later.values("pk")[:1]))
    return {version.question_id: version for version in versions.select_related("question")}


def condition(draw: QuizDraw) -> Condition:
    """What a draw asks for, as its rule knows it."""
    return Condition(drawing.patterns(draw.standards), draw.course, draw.competency, draw.difficulty)


def candidates(conditions: Sequence[Condition]) -> list[Candidate]:
    """The questions in use of the bank that any of `conditions` might take, in a fixed order; three queries."""
    if not conditions:
        return []
    wanted = reduce(or_, map(_reach, conditions))
    written = QuestionVersion.objects.filter(question=OuterRef("pk"))
    questions = Question.objects.in_use().filter(Exists(written)).filter(pk__in=Question.objects.filter(wanted))
    standards = _named(questions.filter(standards__isnull=False).values_list("pk", "standards__code"))
    competencies = _named(questions.filter(competencies__isnull=False).values_list("pk", "competencies__code"))
    nothing: frozenset[str] = frozenset()
    return [
        Candidate(pk, course, difficulty, standards.get(pk, nothing), competencies.get(pk, nothing))
        for pk, course, difficulty in questions.order_by("pk").values_list("pk", "course", "difficulty")
    ]


def pools(conditions: Sequence[Condition]) -> list[list[int]]:
    """The questions that fit each of `conditions`, in a fixed order; three queries."""
    there = candidates(conditions)
    return [[each.key for each in there if drawing.fits(wanted, each)] for wanted in conditions]


def kinds(quiz: Quiz) -> set[str]:
    """The kinds of question that a sitting of `quiz` may ask; three queries at most."""
    found = set(quiz.items.order_by().values_list("question__kind", flat=True).distinct())
    wanted = [condition(row) for row in quiz.draws.all()]
    if wanted:
        drawn = Question.objects.in_use().filter(reduce(or_, map(_reach, wanted)))
        found |= set(drawn.order_by().values_list("kind", flat=True).distinct())
    return found - {QuestionKind.MARKS}


def shortage_told(shortage: Shortage, pool: int) -> str:
    """Why a draw cannot be filled, as a sentence; `pool`: how many questions fit it, whoever else wants them."""
    told = {"draw": shortage.draw + 1, "wanted": shortage.wanted}
    if pool < shortage.wanted:
        return _("Draw %(draw)s wants more questions than the bank holds: wanted %(wanted)s, fitting %(n)s.") % {
            **told,
            "n": pool,
        }
    return _(
        "Draw %(draw)s wants %(wanted)s, but the fixed questions and the other draws leave it only %(there)s. "
        "No question is asked twice."
    ) % {**told, "there": shortage.there}


def _fixed(quiz: Quiz) -> list[_Place]:
    items = quiz.items.exclude(question__kind=QuestionKind.MARKS).select_related("section")
    return [_place(item, item.question_id) for item in items.order_by("order", "pk")]


def _place(row: QuizItem | QuizDraw, question: int) -> _Place:
    return _Place(question, row.section, row.order, row.weight)


def _drawn(draws: Sequence[QuizDraw], taken: AbstractSet[int], seen: AbstractSet[int], random: Random) -> list[_Place]:
    there = pools([condition(each) for each in draws])
    chosen = drawing.draw(there, [each.count for each in draws], random=random, taken=taken, seen=seen)
    if isinstance(chosen, Shortage):
        problem = shortage_told(chosen, len(there[chosen.draw]))
        raise DrawTooLarge(
            _("This quiz cannot be put together just now. Tell your trainer: %(problem)s") % {"problem": problem}
        )
    return [_place(row, key) for row, keys in zip(draws, chosen, strict=True) for key in keys]


def _seen(quiz: Quiz, employee: Employee, at: datetime) -> set[int]:
    earlier = AttemptItem.objects.filter(attempt__quiz=quiz, attempt__employee=employee, attempt__started_at__lt=at)
    return set(earlier.order_by().values_list("question_id", flat=True))


def _ordered(places: list[_Place], random: Random | None) -> list[_Place]:
    if random:
        random.shuffle(places)
    return sorted(
        places,
        key=lambda place: (place.section.order + 1 if place.section else 0, 0 if random else place.order),
    )


def _shown(version: QuestionVersion, random: Random) -> list[str]:
    keys = types.of(version.question.kind).shufflable(version)
    random.shuffle(keys)
    return keys


def _reach(wanted: Condition) -> Q:
    """At least what fits the condition: the database compares letters its own way, the rule decides."""
    reach = Q(pk__isnull=False)
    if wanted.course:
        reach &= Q(course=wanted.course)
    if wanted.difficulty:
        reach &= Q(difficulty=wanted.difficulty)
    if wanted.competency:
        reach &= Q(competencies__code=wanted.competency)
    if wanted.standards:
        named = Q()
        for pattern in wanted.standards:
            stem = pattern.rstrip(drawing.ANY_ENDING)
            named |= Q(standards__code__istartswith=stem) if stem != pattern else Q(standards__code__iexact=pattern)
        reach &= named
    return reach


def _named(pairs: Iterable[tuple[int, str]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for pk, code in pairs:
        found.setdefault(pk, set()).add(code)
    return {pk: frozenset(codes) for pk, codes in found.items()}
