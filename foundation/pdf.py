"""Pages for paper: a template becomes a PDF with our own fonts, text to copy, and tags."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation

from foundation import fonts
from foundation.press import Sheet, printed


def render(
    template: str, context: Mapping[str, Any], language: str, *, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF of `template` (`pdf/NAME.html`, styled by `pdf/NAME.css` beside it) in `language`.

    Title and language of the document are those of the page. Nothing is fetched from anywhere: what
    the page shows stands in it, or in `pictures`, by the address it uses (`picture:logo`).
    """
    return printed(sheet(template, context, language, pictures=pictures))


def sheet(
    template: str,
    context: Mapping[str, Any],
    language: str,
    *,
    pictures: Mapping[str, bytes] | None = None,
    ground: bytes = b"",
    marks: bytes = b"",
) -> Sheet:
    """The same page, ready for any press. Frames and pictures that many pages share are drawn once, as `ground`."""
    with translation.override(language):
        page = render_to_string(template, {**context})
    return Sheet(page, (_faces(), *_style(template)), pictures or {}, ground, marks)


def picture(content: bytes, width: int) -> bytes:
    """The first page as a PNG, `width` pixels wide: for a look at it where a browser shows no PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        drawn = page.render(scale=width / page.get_width()).to_pil()
    png = BytesIO()
    drawn.save(png, "PNG")
    return png.getvalue()


@lru_cache(maxsize=1)
def _faces() -> str:
    if not fonts.are_built():
        list(fonts.build())
    return fonts.style_sheet()


@lru_cache(maxsize=32)
def _style(template: str) -> tuple[str, ...]:
    """The template's own style sheet, if it has one."""
    try:
        return (get_template(f"{template.rpartition('.')[0]}.css").render(),)
    except TemplateDoesNotExist:
        return ()
