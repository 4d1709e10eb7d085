"""Whether a Word document is safe to open: no macros, no password, no bomb, nothing fetched from elsewhere.

A .docx file is a ZIP of XML parts: https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import zipfile
from collections import Counter
from enum import StrEnum
from pathlib import PurePosixPath
from typing import IO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DOCUMENT = "word/document.xml"
MEMBERS = 4_000
UNPACKED = 200 * 1024 * 1024  # bytes of all parts together
XML_PART = 12 * 1024 * 1024  # bytes of one part that is read as XML
RATIO = 200  # unpacked to packed; prose is at 10 to 30
RATIO_FROM = 1024 * 1024  # bytes: smaller parts do no harm however well they pack
DEPTH = 200  # elements within elements
PLAIN_MEDIA = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".webp", ".svg", ".wdp"}


class Refusal(StrEnum):
    TOO_BIG = "too-big"
    NOT_WORD = "not-word"
    OLD_WORD = "old-word"
    LOCKED = "locked"
    MACROS = "macros"
    BOMB = "bomb"
    ENTITIES = "entities"
    EXTERNAL = "external"
    DAMAGED = "damaged"


def refusal(file: IO[bytes], name: str, *, most: int) -> Refusal | None:
    """Why this file is not opened; None if it may be. `most`: the largest size in bytes. Rewinds the file."""
    try:
        return _size(file, most) or _container(file) or _parts(file, name)
    finally:
        file.seek(0)


def _size(file: IO[bytes], most: int) -> Refusal | None:
    size = file.seek(0, 2)
    return Refusal.TOO_BIG if size > most else None


def _container(file: IO[bytes]) -> Refusal | None:
    file.seek(0)
    if file.read(8) == OLE:
        file.seek(0)
        return Refusal.LOCKED if ENCRYPTED in file.read() else Refusal.OLD_WORD
    file.seek(0)
    return None if zipfile.is_zipfile(file) else Refusal.NOT_WORD


def _parts(file: IO[bytes], name: str) -> Refusal | None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            found = _bomb(members) or _macros(members, name) or _shape(members)
            return found or next((wrong for member in members if (wrong := _part(package, member))), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return Refusal.DAMAGED


def _bomb(members: list[zipfile.ZipInfo]) -> Refusal | None:
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        return Refusal.BOMB
    packed_well = (member for member in members if member.file_size > RATIO_FROM)
    return Refusal.BOMB if any(each.file_size > RATIO * max(each.compress_size, 1) for each in packed_well) else None


def _macros(members: list[zipfile.ZipInfo], name: str) -> Refusal | None:
    if PurePosixPath(name.lower()).suffix in (".docm", ".dotm"):
        return Refusal.MACROS
    carries = any("vbaproject" in member.filename.lower() for member in members)
    return Refusal.MACROS if carries else None


def _shape(members: list[zipfile.ZipInfo]) -> Refusal | None:
    names = Counter(member.filename.lower() for member in members)
    if max(names.values(), default=0) > 1:
        return Refusal.DAMAGED
    if any(member.flag_bits & 0x1 for member in members):
        return Refusal.LOCKED
    return None if DOCUMENT in names and "[content_types].xml" in names else Refusal.NOT_WORD


def _part(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Refusal | None:
    """Look through one part if it is XML, whatever it is called."""
    suffix = PurePosixPath(member.filename.lower()).suffix
    if suffix in PLAIN_MEDIA or member.is_dir():
        return None
    with package.open(member) as part:
        head = part.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if not head.startswith(b"<"):
        return Refusal.DAMAGED if suffix in (".xml", ".rels") else None
    if member.file_size > XML_PART:
        return Refusal.BOMB
    with package.open(member) as part:
        return _xml(part)


def _xml(part: IO[bytes]) -> Refusal | None:
    depth = 0
    try:
        for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                depth += 1
                if depth > DEPTH:
                    return Refusal.DAMAGED
                if found := _element(element.tag, dict(element.attrib)):
                    return found
            else:
                depth -= 1
                element.clear()
    except DefusedXmlException:
        return Refusal.ENTITIES
    except ParseError:
        return Refusal.DAMAGED
    return None


def _element(tag: str, attributes: dict[str, str]) -> Refusal | None:
    """A relationship may lead outside only as a link that a reader clicks; a part may not be made for macros."""
    if tag.endswith("}Relationship") and attributes.get("TargetMode", "").lower() == "external":
        return None if attributes.get("Type", "").endswith("/hyperlink") else Refusal.EXTERNAL
    return Refusal.MACROS if "macroEnabled" in attributes.get("ContentType", "") else None
