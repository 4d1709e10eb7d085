"""Standards and their revisions: what a page, the back office or a file says becomes what people read and sign."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from assessments.models import Standard, StandardRevision
from assessments.rules.standards import Reading, differs, is_news
from assessments.signals import standard_revised
from foundation.wording import worded


@dataclass(frozen=True, slots=True)
class Wording:
    """A standard in one language; `detail` is clean HTML."""

    title: str
    text: str
    detail: str = ""


def open_standard(code: str) -> Standard:
    """The standard with this code; a new, unpublished one if there is none."""
    return Standard.objects.get_or_create(code=code, defaults={"published": False})[0]


def recode(standard: Standard, code: str) -> None:
    """Give a standard that was never published another code."""
    standard.code = code
    standard.save(update_fields=["code"])


@transaction.atomic
def publish(standard_id: int, wordings: Mapping[str, Wording], *, at: datetime) -> StandardRevision | None:
    """Take over what the pages say, by language. The other languages keep their wording.

    Answers the new revision; None where nothing has changed that stands in one.
    """
    standard = Standard.objects.select_for_update().get(pk=standard_id)
    standard.titles = {**standard.titles, **{language: each.title for language, each in wordings.items()}}
    standard.texts = {**standard.texts, **{language: each.text for language, each in wordings.items()}}
    standard.published = True
    standard.save(update_fields=["titles", "texts", "published"])
    details = {language: each.detail for language, each in wordings.items()}
    return next(iter(revise([standard], at=at, details=details)), None)


def withdraw(standard_id: int) -> None:
    """No page of the standard can be read any more: it is asked of nobody. What was signed stays on record."""
    Standard.objects.filter(pk=standard_id).update(published=False)


@transaction.atomic
def revise(
    standards: Iterable[Standard], *, at: datetime, details: Mapping[str, str] | None = None
) -> list[StandardRevision]:
    """A revision of each standard that no longer says what its latest one does. Three queries for any number.

    `details` replaces the explanation in these languages; without it the explanations stay.
    """
    standards = list(standards)
    latest = latest_revisions(standard.pk for standard in standards)
    made, news = [], []
    for standard in standards:
        last = latest.get(standard.pk)
        revision = _revision(standard, last, details or {}, at)
        before, after = reading(last) if last else None, reading(revision)
        if differs(before, after):
            made.append(revision)
            news += [revision] if is_news(before, after) else []
    StandardRevision.objects.bulk_create(made)
    if made:
        standard_revised.send(StandardRevision, revisions=made, news=news)
    return made


def latest_revisions(standards: Iterable[int]) -> dict[int, StandardRevision]:
    """The newest revision of each of these standards, by the standard's primary key; one query."""
    later = StandardRevision.objects.filter(standard=OuterRef("standard"), number__gt=OuterRef("number"))
    newest = StandardRevision.objects.filter(~Exists(later), standard__in=list(standards))
    return {revision.standard_id: revision for revision in newest}


def reading(revision: StandardRevision) -> Reading:
    """What a revision says, for the rules."""
    return Reading(
        revision.titles, revision.texts, revision.details, revision.respond_minutes, revision.resolve_minutes
    )


def _revision(
    standard: Standard, before: StandardRevision | None, details: Mapping[str, str], at: datetime
) -> StandardRevision:
    return StandardRevision(
        standard=standard,
        number=before.number + 1 if before else 1,
        titles=standard.titles,
        texts=standard.texts,
        details={**(before.details if before else {}), **details},
        respond_minutes=standard.respond_minutes,
        resolve_minutes=standard.resolve_minutes,
        effective_on=standard.effective_on,
        published_at=at,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a file; `category` None: the file has no such column."""

    code: str
    title: str
    category: str | None


@transaction.atomic
def enter(entries: Sequence[Entry], *, language: str, at: datetime) -> tuple[int, int]:
    """Take in titles, in `language`, and categories; how many standards were created and how many updated.

    Titles in other languages stay. A new standard is published with its page, when somebody has written one.
    """
    known = {
        each.code: each for each in Standard.objects.select_for_update().filter(code__in=[e.code for e in entries])
    }
    new, changed = [], []
    for entry in entries:
        standard = known.get(entry.code)
        if standard is None:
            titles = {language: entry.title}
            new.append(Standard(code=entry.code, titles=titles, category=entry.category or "", published=False))
        elif _take_over(standard, entry, language):
            changed.append(standard)
    Standard.objects.bulk_create(new)
    Standard.objects.bulk_update(changed, ["titles", "category"], batch_size=500)
    revise([*new, *changed], at=at)
    return len(new), len(changed)


def _take_over(standard: Standard, entry: Entry, language: str) -> bool:
    """Has the row something new to say? A title that is shown as it stands is not new."""
    same_title = worded(standard.titles, language) == entry.title
    same_category = entry.category in (None, standard.category)
    if not same_title:
        standard.titles = {**standard.titles, language: entry.title}
    if entry.category is not None:
        standard.category = entry.category
    return not (same_title and same_category)
