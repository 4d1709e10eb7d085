"""Standards and their pages in every language from their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Revision

from assessments.actions import standards
from assessments.actions.standards import Wording
from assessments.models import Standard
from cms.actions.memory import Memory, digest
from cms.models import StandardPage, StandardsPage
from cms.sources.standards import StandardSource


def load_standard(
    source: StandardSource, shelves: Mapping[str, StandardsPage], memory: Memory, *, at: datetime
) -> None:
    """Category and clocks, then a page in each language. What is new of it together makes one revision."""
    _load_facts(source, memory, at)
    drafts = {
        language: draft for language, shelf in shelves.items() if (draft := _load_page(source, language, shelf, memory))
    }
    if drafts:  # all languages at once, before the pages, which would each make a revision
        standard = Standard.objects.get(code=source.code)
        standards.publish(standard.pk, {language: draft.wording for language, draft in drafts.items()}, at=at)
    for draft in drafts.values():
        draft.revision.publish()


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that is written and not yet published."""

    wording: Wording
    revision: Revision


def _load_facts(source: StandardSource, memory: Memory, at: datetime) -> None:
    """What is the same in every language."""
    wanted = digest(source.category, source.ours, source.respond, source.resolve)

    def present() -> str | None:
        row = Standard.objects.filter(code=source.code).first()
        return digest(row.category, row.ours, row.respond_minutes, row.resolve_minutes) if row else None

    def write() -> str:
        standard = standards.open_standard(source.code)
        standard.category, standard.ours = source.category, source.ours
        standard.respond_minutes, standard.resolve_minutes = source.respond, source.resolve
        standard.save()
        if standard.published:
            standards.revise([standard], at=at)
        return wanted

    memory.load("standards", source.code, wanted, present, write)


def _load_page(source: StandardSource, language: str, shelf: StandardsPage, memory: Memory) -> Draft | None:
    """What is to be published, if the page is new or its source has changed and nobody else changed the page."""
    drafts: list[Draft] = []

    def standing() -> StandardPage | None:
        return StandardPage.objects.filter(standard__code=source.code, locale__language_code=language).first()

    def present() -> str | None:
        page = standing()
        if page is None:
            return None
        return str(page.latest_revision_id) if page.live else "unpublished"

    def write() -> str:
        standard = Standard.objects.get(code=source.code)
        page = standing() or _new_page(standard, shelf)
        wording = _wording(source, standard, language)
        page.title, page.text, page.detail = wording.title, wording.text, wording.detail
        if page.pk is None:
            shelf.add_child(instance=page)
        revision = page.save_revision()
        drafts.append(Draft(wording, revision))
        return str(revision.pk)

    told = (source.titles[language], source.texts[language], source.details.get(language, ""))
    memory.load("standard pages", f"{source.code} ({language})", digest(*told), present, write)
    return next(iter(drafts), None)


def _new_page(standard: Standard, shelf: StandardsPage) -> StandardPage:
    page = StandardPage(
        standard=standard, code=standard.code, slug=standard.code.lower(), locale=shelf.locale, live=False
    )
    if translation := StandardPage.objects.filter(standard=standard).first():
        page.translation_key = translation.translation_key
    return page


def _wording(source: StandardSource, standard: Standard, language: str) -> Wording:
    """What the source says; where somebody gave the standard words before it had a page, those stay."""
    detail = source.details.get(language, "")
    if not standard.pages.filter(locale__language_code=language).exists() and standard.texts.get(language):
        return Wording(standard.titles[language], standard.texts[language], detail)
    return Wording(source.titles[language], source.texts[language], detail)
