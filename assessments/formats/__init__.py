"""Questions in the formats of other systems, and in a sheet of our own.

Every reader yields specs and refusals; every writer says what its format could not hold.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.formats import (
    aiken,
    gift,
    gift_writer,
    moodle_writer,
    moodle_xml,
    qti,
    qti_writer,
    sheet,
    sheet_writer,
)
from assessments.formats.spec import Found, Settings, Spec, Written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write questions down. `write` None: it is read only. `languages`: one file holds all of them."""

    name: str
    title: Any
    read: Callable[[bytes, Settings], Iterator[Found]]
    write: Callable[[Iterable[Spec], str], Written] | None = None
    ending: str = ""
    media_type: str = ""
    languages: bool = False


FORMATS = {
    each.name: each
    for each in (
        Format("gift", _("GIFT"), gift.read, gift_writer.write, "gift.txt", "text/plain; charset=utf-8"),
        Format("moodle-xml", _("Moodle XML"), moodle_xml.read, moodle_writer.write, "xml", "application/xml"),
        Format("qti", _("QTI 2.1, 2.2 or 1.2"), qti.read, qti_writer.write, "zip", "application/zip"),
        Format("aiken", _("Aiken"), aiken.read),
        Format("sheet", _("Question sheet (XLSX)"), sheet.read, sheet_writer.write, "xlsx", XLSX, languages=True),
    )
}
WRITTEN = {name: each for name, each in FORMATS.items() if each.write}


def guessed(name: str, start: bytes) -> str:
    """The format of a file by its first bytes and its name: one of FORMATS."""
    name = name.lower()
    if start.startswith(b"PK"):
        return "sheet" if name.endswith(".xlsx") else "qti"
    if name.endswith(".csv"):
        return "sheet"
    head = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"<"):
        return "moodle-xml" if b"<quiz" in start.replace(b"\0", b"") else "qti"
    return "aiken" if b"\nANSWER:" in start and b"{" not in start else "gift"
