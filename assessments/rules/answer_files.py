"""Files that are handed in: which kinds there are, and whether one is what its name says."""

from collections.abc import Callable, Mapping

HEAD = 512  # bytes that `is_what_it_says` wants to see

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    """A file of the ISO media family, of one of these brands; of any, if none is given."""
    return lambda head: head[4:8] == b"ftyp" and (not brands or head[8:12] in brands)


def _riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(b"RIFF") and head[8:12] == kind


def _is_text(head: bytes) -> bool:
    """Text has no zero bytes, unless it begins by saying that it is UTF-16."""
    return b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


# How each kind of file begins.
_MARKS: Mapping[str, Callable[[bytes], bool]] = {
    "pdf": _begins(b"%PDF-"),
    "jpg": _begins(b"\xff\xd8\xff"),
    "jpeg": _begins(b"\xff\xd8\xff"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "webp": _riff(b"WEBP"),
    "heic": _brand(b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"hevc"),
    "docx": _begins(*_ZIP),
    "xlsx": _begins(*_ZIP),
    "pptx": _begins(*_ZIP),
    "zip": _begins(*_ZIP),
    "doc": _begins(*_OLE),
    "xls": _begins(*_OLE),
    "ppt": _begins(*_OLE),
    "mp4": _brand(),
    "mov": _brand(),
    "m4a": _brand(),
    "mp3": _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "wav": _riff(b"WAVE"),
    "txt": _is_text,
}

KNOWN = frozenset(_MARKS)  # extensions, small letters, no dot


def extension(name: str) -> str:
    """What stands behind the last dot of a file's name, in small letters; '' if there is no dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_what_it_says(ending: str, head: bytes) -> bool:
    """Does a file that begins with `head` hold what its extension promises? Unknown extensions are not believed."""
    return ending in _MARKS and bool(head) and _MARKS[ending](head)
