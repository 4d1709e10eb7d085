"""Tags every template may use: icons, rings and bars as drawings, and the language of the page."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale

register = template.Library()


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    svg = (Path(settings.ICON_DIR) / "outline" / f"{name}.svg").read_text()
    return svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A Tabler icon drawn inline, hidden from screen readers: the words beside it say the same."""
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{1}</svg>',
        size,
        mark_safe(_drawing(name)),  # noqa: S308 - from the icon package, never from people
    )


@register.simple_tag
def html_language() -> str:
    """The active language as HTML names it: `zh-Hans`, `en`."""
    return to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")


def _share(value: object, whole: object) -> Decimal:
    """`value` in percent of `whole`, kept between 0 and 100, to 2 places: a length to draw, not a result."""
    part = Decimal(str(value or 0)) * 100 / Decimal(str(whole))
    return min(max(part, Decimal(0)), Decimal(100)).quantize(Decimal("0.01"))


def _strip(kind: str, y: int, length: Decimal) -> SafeString:
    """A round-ended strip of `length` percent; nothing where there is nothing to show."""
    if not length:
        return SafeString()
    return format_html('<rect class="{}" y="{}" width="{}%" height="12" rx="6"/>', kind, y, length)


@register.simple_tag
def ring(percent: object, size: int = 48) -> SafeString:
    """A ring filled to `percent` (0 to 100). Hidden from screen readers: write the number beside it."""
    length = _share(percent, 100)
    value = format_html(
        '<circle class="ring-value" cx="24" cy="24" r="20" pathLength="100" stroke-dasharray="{} 100"'
        ' transform="rotate(-90 24 24)"/>',
        length,
    )
    return format_html(
        '<svg class="ring" width="{0}" height="{0}" viewBox="0 0 48 48" aria-hidden="true">'
        '<circle class="ring-track" cx="24" cy="24" r="20"/>{1}</svg>',
        size,
        value if length else "",
    )


@register.simple_tag
def bar(value: object, top: object = 120, mark: object = None, level: str = "") -> SafeString:
    """A bar from 0 to `top`, filled to `value`, with the target marked at `mark`.

    `level` colours it: "" (on target), "near" or "under". Hidden from screen readers: the numbers
    stand beside it.
    """
    target = ""
    if mark is not None:
        target = format_html('<line class="bar-target" x1="{0}%" x2="{0}%" y1="0" y2="20"/>', _share(mark, top))
    return format_html(
        '<svg class="bar {}" height="20" aria-hidden="true">{}{}{}</svg>',
        level,
        _strip("bar-track", 4, Decimal(100)),
        _strip("bar-value", 4, _share(value, top)),
        target,
    )


@register.simple_tag
def scale(value: object, bands: Iterable[tuple[str, object]], grade: str = "", top: object = 120) -> SafeString:
    """Where a total stands among the grades, 0 to `top`.

    `bands` are pairs of letter and lower bound, `grade` is the letter reached. Hidden from screen
    readers: write total and grade beside it.
    """
    marks = format_html_join(
        "",
        '<line x1="{0}%" x2="{0}%" y1="2" y2="14"/><text x="{0}%" y="34" class="{1}">{2}</text>'
        '<text x="{0}%" y="54" class="{1}">{3}</text>',
        [(_share(low, top), "here" if letter == grade else "", letter, low) for letter, low in bands if low],
    )
    return format_html(
        '<svg class="scale" height="60" aria-hidden="true">{}{}{}</svg>',
        _strip("bar-track", 2, Decimal(100)),
        _strip("bar-value", 2, _share(value, top)),
        marks,
    )
