"""The standards for their readers: the library, one standard, and signing for it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.rich_text import expand_db_html

from assessments.actions.standards import latest_revisions
from assessments.clocks import sentences
from assessments.models import Standard, StandardRevision
from cms.models import StandardPage
from cms.outlines import may_read
from cms.views.pages import wanted_language
from training import sign_offs
from training.actions.sign_off import sign
from training.coverage import taught
from training.models import Change, Signature

SIGNATURES_SHOWN = 50
OPEN_UP_TO = 12  # standards that are in sight at once; of more, the categories open


@dataclass(frozen=True, slots=True)
class Entry:
    """A standard in the library, as one reader finds it."""

    standard: Standard
    mine: bool  # for the reader's position, or for all
    owed: bool


@never_cache
@require_safe
@login_required
def standards(request: HttpRequest) -> HttpResponse:
    """Every standard by category, the reader's own first; what has to be signed before all."""
    if not may_read(request.user):
        raise Http404
    wanted = request.GET.get("q", "").strip()
    entries = [entry for entry in _entries(request.user) if _matches(entry.standard, wanted)]
    mine = [entry for entry in entries if entry.mine]
    context = {
        "wanted": wanted,
        "number": len(entries),
        "open": bool(wanted) or len(entries) <= OPEN_UP_TO,
        "owed": [entry for entry in entries if entry.owed],
        "mine": _by_category(mine),
        "others": _by_category([entry for entry in entries if not entry.mine]),
        "signatures": _signatures(request.user) if not wanted else [],
    }
    return render(request, "cms/standards.html", context)


def _entries(user: Any) -> list[Entry]:
    employee = getattr(user, "employee", None)
    posting = employee.postings.on(localdate()).first() if employee else None
    own = Standard.objects.of_position(posting.position_id if posting else None)
    found = Standard.objects.filter(published=True).annotate(mine=Exists(own.filter(pk=OuterRef("pk"))))
    owed = {each.standard.pk for each in sign_offs.owed_by(employee, localdate())} if employee else set()
    return [Entry(each, each.mine or employee is None, each.pk in owed) for each in found.order_by("category", "code")]


def _by_category(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    return [(category, list(group)) for category, group in groupby(entries, lambda entry: entry.standard.category_name)]


def _matches(standard: Standard, wanted: str) -> bool:
    texts = [standard.code, *standard.titles.values(), *standard.texts.values()]
    return not wanted or any(wanted.casefold() in text.casefold() for text in texts)


def _signatures(user: Any) -> list[Signature]:
    return list(Signature.objects.own(user).select_related("revision__standard")[:SIGNATURES_SHOWN])


@never_cache
@require_safe
@login_required
def standard(request: HttpRequest, code: str) -> HttpResponse:
    """The newest revision in the reader's language: the rule, its clocks, how it is done, where it is taught."""
    found, revision = _readable(request.user, code)
    context = {
        **revision_context(request, revision, _languages(found, revision)),
        "standard": found,
        "positions": list(found.positions.all()),
        "lessons": taught([found.pk]).get(found.pk, []),
        "change": _last_change(found),
        **_signing(request.user, found),
    }
    return render(request, "cms/standard_page.html", context)


@require_POST
@login_required
def sign_standard(request: HttpRequest, code: str) -> HttpResponse:
    """Sign for the revision that was shown, whatever has been published since."""
    found, newest = _readable(request.user, code)
    employee = getattr(request.user, "employee", None)
    claimed, language = request.POST.get("revision", ""), request.POST.get("language", "")
    if not claimed.isdecimal() or len(claimed) > 18 or language not in dict(settings.LANGUAGES):
        raise Http404
    read = get_object_or_404(StandardRevision, pk=int(claimed), standard=found)
    if employee is None or not found.must_sign:
        messages.info(request, _("Nothing has to be signed here."))
    elif not request.POST.get("read"):
        messages.error(request, _("Tick first that you have read it."))
    else:
        sign(employee, read, language, now())
        _thank(request, found, read, newest)
    return redirect("cms:standard", code)


def _thank(request: HttpRequest, found: Standard, read: StandardRevision, newest: StandardRevision) -> None:
    told = {"code": found.code, "read": read.number, "newest": newest.number}
    if read.number >= newest.number:
        messages.success(request, _("Signed: %(code)s, version %(read)s. Thank you.") % told)
    elif read.number >= found.sign_from:
        messages.warning(
            request,
            _("You signed version %(read)s, the one you read. Version %(newest)s has come out meanwhile: here it is.")
            % told,
        )
    else:
        messages.warning(
            request,
            _(
                "You signed version %(read)s, the one you read. Version %(newest)s has come out meanwhile and asks for "
                "a signature of its own: please read it, too."
            )
            % told,
        )


def _readable(user: Any, code: str) -> tuple[Standard, StandardRevision]:
    """The published standard and its newest revision; not found for whoever may not read."""
    found = Standard.objects.filter(code=code, published=True).select_related("owner").first()
    revision = latest_revisions([found.pk]).get(found.pk) if found else None
    if found is None or revision is None or not may_read(user):
        raise Http404
    return found, revision


def _languages(found: Standard, revision: StandardRevision) -> list[str]:
    """The languages in which the standard has a published page, in the order of the product."""
    live = set(StandardPage.objects.of(found.code).values_list("locale__language_code", flat=True))
    return [code for code in dict(settings.LANGUAGES) if revision.titles.get(code) and (code in live or not live)]


def revision_context(request: HttpRequest, revision: StandardRevision, languages: list[str]) -> dict[str, Any]:
    """What the template is told of the wording, for readers and in the preview alike."""
    names, wanted = dict(settings.LANGUAGES), wanted_language(request)
    language = wanted if wanted in languages else next(iter(languages), wanted)
    with override(language):
        clocks = sentences(revision.respond_minutes, revision.resolve_minutes)
    return {
        "revision": revision,
        "language": language,
        "language_name": names[language],
        "missing": names[wanted] if wanted != language else "",
        "others": [(code, names[code]) for code in languages if code != language],
        "title": revision.titles.get(language, ""),
        "text": revision.texts.get(language, ""),
        # Rich text has passed Wagtail's whitelist when it was saved.
        "detail": mark_safe(expand_db_html(revision.details.get(language, ""))),  # noqa: S308
        "clocks": clocks,
    }


def _last_change(found: Standard) -> Change | None:
    told = Change.objects.filter(revision__standard=found).exclude(meaning="").select_related("revision__standard")
    return told.order_by("-published_at", "-pk").first()


def _signing(user: Any, found: Standard) -> dict[str, Any]:
    """Whether the reader owes a signature, since when and until when, and which one they gave last."""
    employee = getattr(user, "employee", None)
    if employee is None:
        return {}
    owed = [each for each in sign_offs.owed_by(employee, localdate()) if each.standard.pk == found.pk]
    given = Signature.objects.filter(employee=employee, revision__standard=found).select_related("revision")
    return {
        "owed": next(iter(owed), None),
        "signature": given.order_by("-revision__number").first(),
    }
