"""Two people edit one page: the later save keeps both versions, and says so.

Wagtail warns while both are writing, and its autosave stops at a newer version. A plain save would become the
latest version all the same, and a plain publishing would put it before learners: it is kept as a draft instead.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision


def newer_than_opened(posted: Any, page: Page) -> Revision | None:
    """The page's latest revision, if it is not the one that this form was opened with or saved last."""
    latest: Revision | None = page.latest_revision
    if latest is None:
        return None
    if saved := posted.get("overwrite_revision_id"):
        return latest if saved != str(latest.pk) else None
    opened = posted.get("loaded_revision_id")
    if not opened:
        return None
    same = opened == str(latest.pk) and posted.get("loaded_revision_created_at") == latest.created_at.isoformat()
    return None if same else latest


def keep_both(request: HttpRequest, page: Page) -> None:
    """Turn a save over somebody's newer version into a draft beside it, whatever button was pressed."""
    if request.method != "POST" or not request.accepts("text/html"):  # autosave asks for JSON, and Wagtail answers
        return
    newer = newer_than_opened(request.POST, page)
    if newer is None:
        return
    posted = request.POST.copy()
    for name in [name for name in posted if name.startswith("action-") or name == "overwrite_revision_id"]:
        del posted[name]
    request.POST = posted  # type: ignore[assignment]
    request.overtaken_by = newer  # type: ignore[attr-defined]
    messages.warning(request, _overtaken(request, newer))


def _overtaken(request: HttpRequest, newer: Revision) -> str:
    told = {"time": date_format(localtime(newer.created_at), "Y-m-d H:i")}
    if newer.user is None:
        return _("A newer version of this page was saved while you were writing (%(time)s).") % told
    if newer.user.pk == request.user.pk:
        return _("You saved a newer version of this page in another window (%(time)s).") % told
    told["name"] = newer.user.get_full_name()
    return _("%(name)s saved a newer version of this page while you were writing (%(time)s).") % told


def offer_comparison(request: HttpRequest, page: Page) -> None:
    """After such a save: where the two can be seen side by side."""
    newer: Revision | None = getattr(request, "overtaken_by", None)
    if newer is None:
        return
    page = Page.objects.get(pk=page.pk)
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, newer.pk, page.latest_revision_id])
    messages.warning(
        request,
        _(
            "Both are kept: yours is now the latest draft, and nothing was published. "
            "Compare them, take over what is missing, then publish."
        ),
        buttons=[messages.button(compare, _("Compare the two"))],
    )
