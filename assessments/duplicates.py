"""Questions that say nearly the same: pairs in the whole bank, and what is much like a new one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Sum

from assessments.models import Question, QuestionVersion
from assessments.rules.similarity import nearest, pairs
from assessments.types.wordings import plain

LEAST = Fraction(60, 100)  # from which similarity on two questions are shown side by side
WARNED = Fraction(75, 100)  # from which on an author is warned
AT_ONCE = 3_000  # questions whose comparison a page waits for; more are a job
KEPT = 7 * 24 * 3600  # seconds
SILENT = ("feedback", "option_feedback", "outline", "unit")  # what does not make a question another one


@dataclass(frozen=True, slots=True)
class Alike:
    """Two questions, by primary key, that are much alike in `language`; the similarity is from 0 to 1, exact."""

    one: int
    other: int
    language: str
    similarity: Fraction


def ready() -> list[Alike] | None:
    """The pairs as the bank stands: at once if it is small or unchanged since last time; else None, and `prepare`
    is a job's work."""
    known: list[Alike] | None = cache.get(_key())
    if known is None and Question.objects.in_use().count() <= AT_ONCE:
        return prepare()
    return known


def prepare() -> list[Alike]:
    """Compare all questions in use, and keep the pairs until something changes; each once, the most alike first."""
    key, best = _key(), dict[tuple[int, int], Alike]()
    wordings = list(_wordings())
    for language, _name in settings.LANGUAGES:
        texts = {question: said(wording[language]) for question, wording in wordings if language in wording}
        for pair in pairs(texts, LEAST):
            found = Alike(pair.one, pair.other, language, pair.similarity)
            known = best.get((pair.one, pair.other))
            if known is None or known.similarity < pair.similarity:
                best[pair.one, pair.other] = found
    alike = sorted(best.values(), key=lambda each: (-each.similarity, each.one, each.other))
    cache.set(key, alike, KEPT)
    return alike


def like(wording: Mapping[str, Mapping[str, Any]], *, besides: int | None = None) -> list[tuple[int, Fraction]]:
    """The questions in use, by primary key, that are much like this wording in any of its languages; one query.

    `besides`: the question itself, if there is one already.
    """
    best: dict[int, Fraction] = {}
    wordings = [(question, known) for question, known in _wordings() if question != besides]
    for language, texts in wording.items():
        others = ((question, said(known[language])) for question, known in wordings if language in known)
        for question, much in nearest(said(texts), others, WARNED):
            best[question] = max(much, best.get(question, much))
    return sorted(best.items(), key=lambda each: (-each[1], each[0]))


def said(texts: Mapping[str, Any]) -> str:
    """Everything that a question says in a language, on one line: two that ask alike but offer other answers differ."""
    return " ".join(_texts({name: each for name, each in texts.items() if name not in SILENT}))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif value:
        yield plain(str(value))


def _wordings() -> Iterator[tuple[int, dict[str, Any]]]:
    newest = QuestionVersion.objects.newest().filter(question__in=Question.objects.in_use())
    return iter(newest.order_by("question_id").values_list("question_id", "wording"))


def _key() -> str:
    """Another one whenever a question is written, retired or restored."""
    there = Question.objects.in_use().aggregate(n=Count("pk"), sum=Sum("pk"))
    last = QuestionVersion.objects.aggregate(last=Max("pk"))["last"]
    return f"alike-questions:{there['n']}:{there['sum']}:{last}"
