"""What all pages of the academy have in common."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

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

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

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
