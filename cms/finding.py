"""What a reader finds among the courses, lessons and standards that can be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from assessments.models import Standard
from cms.models import CoursePage, LessonPage, StandardPage
from cms.rules.excerpts import Stretch, excerpt, matches, terms_of

SHOWN = 50
LONGEST = 100  # characters of a query


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str  # course, lesson, standard
    key: int  # of what the page is the face of: both its languages are one hit
    title: str
    address: str
    language: str
    above: str  # what it belongs to: the course of a lesson, the code of a standard
    text: str
    excerpt: list[Stretch]

    def rank(self, terms: Sequence[str], language: str) -> tuple[bool, bool, int]:
        """Found in the title first, then in the reader's own language, then courses before lessons."""
        kinds = ("course", "lesson", "standard")
        return (not matches(self.title, terms), self.language != language, kinds.index(self.kind))


def find(query: str, language: str) -> list[Hit]:
    """What holds every word of `query`, in whichever language, each thing once; the best first.

    Four queries, whatever there is. Drafts and what has been withdrawn are not found.
    """
    terms = terms_of(query[:LONGEST])
    if not terms:
        return []
    hits = [*_courses(terms), *_lessons(terms), *_standards(terms)]
    hits.sort(key=lambda hit: hit.rank(terms, language))
    once = {(hit.kind, hit.key): hit for hit in reversed(hits)}
    return sorted(once.values(), key=lambda hit: hit.rank(terms, language))[:SHOWN]


def _holding(terms: Sequence[str]) -> Q:
    holding = Q(live=True)
    for term in terms:
        holding &= Q(words__live__icontains=term)
    return holding


def _courses(terms: Sequence[str]) -> Iterator[Hit]:
    pages = CoursePage.objects.filter(_holding(terms), course__published=True)
    for page in pages.select_related("course", "locale", "words")[: SHOWN * 2]:
        yield _hit("course", page.course_id, page, "", terms)


def _lessons(terms: Sequence[str]) -> Iterator[Hit]:
    pages = LessonPage.objects.filter(_holding(terms), lesson__published=True, lesson__course__published=True)
    for page in pages.select_related("lesson__course", "locale", "words").defer("body")[: SHOWN * 2]:
        course = page.lesson.course
        yield _hit("lesson", page.lesson_id, page, course.titles.get(page.language) or course.title, terms)


def _hit(kind: str, key: int, page: CoursePage | LessonPage, above: str, terms: Sequence[str]) -> Hit:
    text = page.words.live.partition("\n")[2]
    address = f"{page.address()}?language={page.language}"
    return Hit(kind, key, page.title, address, page.language, above, text, excerpt(text, terms))


def _standards(terms: Sequence[str]) -> Iterator[Hit]:
    """By what the standard itself says, with what its pages explain besides."""
    details = {
        (standard, language): words
        for standard, language, words in StandardPage.objects.filter(live=True).values_list(
            "standard", "locale__language_code", "words__live"
        )
    }
    for standard in Standard.objects.filter(published=True):
        for language in dict(settings.LANGUAGES):
            title, rule = standard.titles.get(language, ""), standard.texts.get(language, "")
            detail = details.get((standard.pk, language)) or ""
            if title and matches(f"{standard.code} {title} {rule} {detail}", terms):
                shown = rule if any(term in rule.casefold() for term in terms) or not detail else detail
                address = f"/standards/{standard.code}/?language={language}"
                line = excerpt(shown, terms)
                yield Hit("standard", standard.pk, title, address, language, standard.code, shown, line)
