"""The texts of a question in a language, ready to be shown."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import nh3
from django.conf import settings
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

TAGS = {"p", "br", "b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li"} | {
    *("h3", "h4", "img", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "div", "hr")
}
ATTRIBUTES = {"img": {"src", "alt", "width", "height"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}


def wording(version: "QuestionVersion", language: str) -> Mapping[str, Any]:
    """The wording in `language`, else in the first language of the product that has one; empty if none has."""
    texts: Mapping[str, Mapping[str, Any]] = version.wording
    for code in (language, *dict(settings.LANGUAGES)):
        if code in texts:
            return texts[code]
    return {}


def labels(version: "QuestionVersion", language: str, part: str, keys: Iterable[str]) -> dict[str, str]:
    """The texts of one part of the wording, such as its options, for each key; the key itself where there is none."""
    texts = wording(version, language).get(part) or {}
    return {key: str(texts.get(key) or key) for key in keys}


def clean(html: str) -> str:
    """`html` with nothing in it that could act or that comes from another host."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(), attribute_filter=_own_pictures)


def _own_pictures(tag: str, name: str, value: str) -> str | None:
    outside = name == "src" and (not value.startswith("/") or value.startswith(("//", "/\\")))
    return None if outside else value


def shown_as_html(text: str) -> SafeString:
    """A stem as a page shows it: HTML cleaned once more, plain text in paragraphs."""
    html = clean(text) if is_html(text) else linebreaks(text, autoescape=True)
    return mark_safe(html)  # noqa: S308 - just cleaned or escaped


def is_html(text: str) -> bool:
    """Is the text marked up, with tags that a stem may have?"""
    lowered = text.lower()
    return any(f"<{tag}>" in lowered or f"<{tag} " in lowered or f"<{tag}/" in lowered for tag in TAGS)


def plain(text: str) -> str:
    """A stem on one line, without markup."""
    return " ".join((strip_tags(nh3.clean(text, tags=TAGS)) if is_html(text) else text).split())


def joined(texts: Iterable[str], language: str) -> str:
    """A list on one line, as the language punctuates it."""
    return ("；" if language.startswith("zh") else "; ").join(texts)
