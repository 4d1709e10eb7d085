"""Both languages of everything, in a list and side by side."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.actions.translate import create_translation
from cms.models.face import Face
from cms.parts import Part, parts_of, plain
from cms.rules.pairs import pairs
from cms.rules.translations import Lag
from cms.translations import KINDS, LANGUAGES, Twins, all_twins, twins_of
from people.models import Role
from people.office.access import OfficePage, RoleRequired
from people.permissions import has_role

READERS = (Role.TRAINER, Role.QUALITY)
SHOWN = 100


class TranslationList(OfficePage):
    """Every course, lesson and standard with its page in each language."""

    roles = READERS
    template_name = "cms/office/translations.html"
    page_title = gettext_lazy("Both languages")
    header_icon = "globe"

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = all_twins()
        wanting = [twins for twins in every if twins.wants_a_look]
        only = self.request.GET.get("look") == "1"
        page = Paginator(wanting if only else every, SHOWN).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            languages=[(code, _name(code)) for code in LANGUAGES],
            rows=[_row(twins) for twins in page],
            page_obj=page,
            only=only,
            all=len(every),
            wanting=len(wanting),
            may_write=has_role(self.request.user, Role.TRAINER),
            **kwargs,
        )


class SideBySide(OfficePage):
    """One page in both languages, block by block, as the latest drafts say."""

    roles = READERS
    template_name = "cms/office/side_by_side.html"
    header_icon = "globe"

    request: HttpRequest

    @cached_property
    def twins(self) -> Twins:
        return twins_of(_face(self.kwargs["pk"]))

    def get_page_title(self) -> str:
        return self.twins.any.title

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("translations:index"), _("Both languages")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sides = [self.twins.pages.get(code) for code in LANGUAGES]
        return super().get_context_data(
            row=_row(self.twins),
            languages=[(code, _name(code)) for code in LANGUAGES],
            fields=[] if self.twins.missing else _fields(*sides),  # type: ignore[arg-type]
            blocks=_blocks(*sides),
            may_write=has_role(self.request.user, Role.TRAINER),
            **kwargs,
        )


class CreateTranslation(RoleRequired):
    """The other language of a page, as a draft to be translated; asking again leads to the one that is there."""

    roles = (Role.TRAINER,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = _face(pk)
        wanted = next((code for code in LANGUAGES if code != page.language), page.language)
        if not page.permissions_for_user(request.user).can_edit():
            raise Http404
        standing = {translation.pk for translation in page.get_translations()}
        made = create_translation(page, wanted, by=request.user)
        if made.pk not in standing:
            messages.success(
                request,
                _("A draft in %(language)s is made, still in the words of the original. Translate it, then publish.")
                % {"language": _name(wanted)},
            )
        return redirect("wagtailadmin_pages:edit", made.pk)


def _face(pk: int) -> Face:
    page = get_object_or_404(Page, pk=pk).specific
    if isinstance(page, Face) and type(page) in KINDS:
        return page
    raise Http404


def _name(code: str) -> str:
    """What the language is called in the reader's own."""
    return str(get_language_info(code)["name_translated"])


def _row(twins: Twins) -> dict[str, Any]:
    return {
        "kind": twins.kind,
        "any": twins.any,
        "cells": [(code, _name(code), twins.pages.get(code)) for code in LANGUAGES],
        "lag": _lag(twins.lag) if twins.lag else "",
        "extra": [_extra(code, count) for code, count in twins.extra.items()],
        "missing": bool(twins.missing),
    }


def _lag(lag: Lag) -> str:
    told = {"newer": _name(lag.newer), "older": _name(lag.older), "days": lag.days}
    if lag.days == 0:
        return _("%(newer)s was changed later on the same day as %(older)s.") % told
    return (
        ngettext(
            "%(newer)s was changed %(days)s day after %(older)s.",
            "%(newer)s was changed %(days)s days after %(older)s.",
            lag.days,
        )
        % told
    )


def _extra(code: str, count: int) -> str:
    sentence = ngettext(
        "%(count)s block stands only in %(language)s.", "%(count)s blocks stand only in %(language)s.", count
    )
    return sentence % {"count": count, "language": _name(code)}


def _fields(left: Face, right: Face) -> list[dict[str, Any]]:
    """What stands beside the blocks: title and short texts."""
    found = []
    for name in [name for name in ("title", "summary", "text", "detail") if hasattr(left, name)]:
        field = left._meta.get_field(name)
        sides = [getattr(left, name), getattr(right, name)]
        found.append(
            {
                "label": field.verbose_name,
                "sides": [plain(side) if isinstance(field, RichTextField) else side for side in sides],
            }
        )
    return found


def _blocks(left: Face | None, right: Face | None) -> list[dict[str, Any]]:
    sides = [parts_of(page.body) if page is not None and hasattr(page, "body") else [] for page in (left, right)]
    together = pairs(*([part.piece for part in side] for side in sides))
    return [
        _block(
            sides[0][pair.left] if pair.left is not None else None,
            sides[1][pair.right] if pair.right is not None else None,
            moved=pair.moved,
        )
        for pair in together
    ]


def _block(left: Part | None, right: Part | None, *, moved: bool) -> dict[str, Any]:
    """A row of the comparison; `mark` says in words what is not the same about it."""
    mark = ""
    if left is None or right is None:
        there = LANGUAGES[0] if left else LANGUAGES[1]
        mark = _("Only in %(language)s") % {"language": _name(there)}
    elif moved:
        mark = _("Stands elsewhere in the other language")
    elif len(left.lines) != len(right.lines):
        mark = _("%(left)s texts here, %(right)s there") % {"left": len(left.lines), "right": len(right.lines)}
    return {"label": (left or right).label, "sides": [left, right], "mark": mark}  # type: ignore[union-attr]
