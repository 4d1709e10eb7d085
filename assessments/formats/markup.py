"""HTML inside XML, both ways."""

import html
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from assessments.formats.xml import local, sayable

VOID = {"br", "img", "hr", "col"}
Instead = Callable[[Element], str | None]  # HTML in place of an element; None: the element itself


def inner_html(element: Element | None, instead: Instead = lambda _element: None) -> str:
    """What stands inside an element, as HTML, whatever namespace it is in."""
    if element is None:
        return ""
    pieces = [html.escape(element.text or "", quote=False)]
    for child in element:
        pieces += [_outer(child, instead), html.escape(child.tail or "", quote=False)]
    return "".join(pieces)


def _outer(element: Element, instead: Instead) -> str:
    replaced = instead(element)
    if replaced is not None:
        return replaced
    name = local(element)
    if not name:  # a comment
        return ""
    attributes = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    if name == "object" and attributes.get("type", "").startswith("image/"):
        words = html.escape("".join(element.itertext()).strip())
        return f'<img src="{html.escape(attributes.get("data", ""))}" alt="{words}">'
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    if name in VOID:
        return f"<{name}{written}>"
    return f"<{name}{written}>{inner_html(element, instead)}</{name}>"


def put(parent: Element, markup: str, instead: Mapping[str, Element] | None = None) -> None:
    """Add HTML to an element, as elements. A piece of text that is a key of `instead` becomes that element."""
    _put_all(parent, BeautifulSoup(markup, "html.parser"), instead or {})


def _put_all(parent: Element, tag: Tag, instead: Mapping[str, Element]) -> None:
    for child in tag.children:
        if isinstance(child, Tag):
            made = SubElement(parent, child.name, {key: sayable(_one(value)) for key, value in child.attrs.items()})
            _put_all(made, child, instead)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            _put_text(parent, str(child), instead)


def _one(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def _put_text(parent: Element, text: str, instead: Mapping[str, Element]) -> None:
    """The text, cut at what stands for an element."""
    first = min((place for key in instead if (place := text.find(key)) >= 0), default=-1)
    if first < 0:
        _add_text(parent, text)
        return
    key = next(key for key in instead if text.startswith(key, first))
    _add_text(parent, text[:first])
    parent.append(instead[key])
    _put_text(parent, text[first + len(key) :], instead)


def _add_text(parent: Element, text: str) -> None:
    text = sayable(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
