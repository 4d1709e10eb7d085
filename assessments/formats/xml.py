"""XML from anybody: read without entities, without a document type, no deeper than needed."""

import codecs
import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _

from assessments.formats import texts
from assessments.formats.spec import Unreadable

DEPTH = 100  # elements within elements
DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
DECLARED = re.compile(rb"""^\s*<\?xml\b[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold


def elements(data: bytes, tag: str, encoding: str = "") -> Iterator[Element]:
    """Every element `tag`, one after the other; each is emptied when the next is asked for. Raises Unreadable."""
    for element, _depth in _ended(data, encoding):
        if local(element) == tag:
            yield element
            element.clear()


def root(data: bytes) -> Element:
    """The whole document, for small ones. Raises Unreadable."""
    for element, depth in _ended(data, ""):
        if depth == 0:
            return element
    raise Unreadable(_("There is no XML in the file."))


def _ended(data: bytes, encoding: str) -> Iterator[tuple[Element, int]]:
    """Every element as it ends, and how deep it stands."""
    text = texts.decoded(data, encoding or _declared(data))
    source = BytesIO(DECLARATION.sub("", text, count=1).encode())
    depth = 0
    try:
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            if event == "end":
                depth -= 1
                yield element, depth
                continue
            depth += 1
            if depth > DEPTH:
                raise Unreadable(_("The XML is nested deeper than %(most)s elements.") % {"most": DEPTH})
    except DefusedXmlException:
        said = _("The XML names a document type or entities. They are never followed: take the DOCTYPE line out.")
        raise Unreadable(said) from None
    except ParseError as error:
        line = getattr(error, "position", (0, 0))[0]
        said = _("Line %(line)s: this is no well-formed XML. Export the file again from the program it comes from.")
        raise Unreadable(said % {"line": line}) from None


def _declared(data: bytes) -> str:
    """The encoding that the file says it has; '' where that is Unicode."""
    found = DECLARED.match(data)
    if found is None:
        return ""
    try:
        name = codecs.lookup(found[1].decode()).name
    except LookupError:
        return ""
    return "" if name.startswith("utf") else name


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, tag: str) -> list[Element]:
    return [] if element is None else [child for child in element if local(child) == tag]


def child(element: Element | None, tag: str) -> Element | None:
    return next(iter(children(element, tag)), None)


def descendants(element: Element | None, *tags: str) -> list[Element]:
    return [] if element is None else [each for each in element.iter() if local(each) in tags and each is not element]


def text_of(element: Element | None) -> str:
    """All the text inside, without blanks around it."""
    return "" if element is None else "".join(element.itertext()).strip()


def sayable(text: str) -> str:
    """The text without what no XML can hold."""
    return CONTROL.sub("", text)
