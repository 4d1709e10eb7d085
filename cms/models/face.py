"""What all pages of the academy have in common."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, PublishingPanel
from wagtail.models import Page, Revision

ADDRESS = MultiFieldPanel(
    [
        FieldPanel(
            "slug",
            help_text=_(
                "The last part of the address, fixed with the first publishing. "
                "A new page with the address of one in the other language becomes its translation."
            ),
        )
    ],
    heading=_("Address"),
    classname="collapsed",
)

# When to publish and when to withdraw.
SCHEDULE: list[Panel] = [PublishingPanel()]

OTHER_LANGUAGE = "other-language"  # a way to preview a page


class Face(Page):
    """A page that learners reach below /learn/, in their own language."""

    private_page_options: list[str] = []  # who may read is decided by roles and enrolments, not page by page

    class Meta:
        abstract = True

    def address(self) -> str:
        """The path that leads to this page in the reader's own language."""
        raise NotImplementedError

    def take_locale(self) -> None:
        """A new page speaks its parent's language."""
        if self.locale_id is None:
            self.locale = self.get_default_locale()

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Every draft can be found by what it says."""
        from cms.actions.words import keep_draft

        revision = super().save_revision(*args, **kwargs)
        keep_draft(self)
        return revision

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        modes = [("", _("As learners see it"))]
        return [*modes, (OTHER_LANGUAGE, _("In the other language"))] if self._counterpart() else modes

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        other = self._counterpart() if mode_name == OTHER_LANGUAGE else None
        return other.get_latest_revision_as_object().preview(request) if other else self.preview(request)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """This draft as learners will see it."""
        raise NotImplementedError

    def _counterpart(self) -> "Face | None":
        """The page in the other language, if there is one."""
        return type(self)._default_manager.filter(translation_key=self.translation_key).exclude(pk=self.pk).first()

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's parts of the address, naming the language unless reader and page have the default one."""
        sites = self._get_relevant_site_root_paths(request)
        if not sites:
            return None
        path = quote(self.address())
        if {self.language, get_language()} != {settings.LANGUAGE_CODE}:
            path += f"?language={self.language}"
        return sites[0].site_id, sites[0].root_url, path

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(f"{self.address()}?language={self.language}")
