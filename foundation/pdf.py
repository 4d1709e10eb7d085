"""Pages for paper: a template becomes a PDF with our own fonts, text to copy, and tags."""

import atexit
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation

from foundation import fonts

# WeasyPrint is imported where it is used: it costs every start of every command two seconds otherwise.
if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

_press = Lock()  # the font map is shared, and belongs to one page at a time


def render(template: str, context: Mapping[str, Any], language: str) -> bytes:
    """The PDF of `template` (`pdf/NAME.html`, styled by `pdf/NAME.css` beside it) in `language`.

    Title and language of the document are those of the page. Nothing is fetched from anywhere: what
    the page shows must stand in it.
    """
    from weasyprint import HTML

    with translation.override(language):
        page = render_to_string(template, {**context})
    with _press:
        document = HTML(string=page, url_fetcher=_fetch_nothing)
        return document.write_pdf(
            stylesheets=[_faces(), *_style(template)],
            font_config=_font_config(),
            pdf_tags=True,
            pdf_variant="pdf/ua-1",
        )


@lru_cache(maxsize=1)
def _font_config() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_font_config.cache_clear)  # it needs modules that are gone at the very end
    return FontConfiguration()


@lru_cache(maxsize=1)
def _faces() -> "CSS":
    from weasyprint import CSS

    if not fonts.are_built():
        list(fonts.build())
    return CSS(string=fonts.style_sheet(), font_config=_font_config())


@lru_cache(maxsize=32)
def _style(template: str) -> tuple["CSS", ...]:
    """The template's own style sheet, if it has one."""
    from weasyprint import CSS

    try:
        text = get_template(f"{template.rpartition('.')[0]}.css").render()
    except TemplateDoesNotExist:
        return ()
    return (CSS(string=text, font_config=_font_config()),)


def _fetch_nothing(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError(f"A printed page fetches nothing: {url[:100]}")
