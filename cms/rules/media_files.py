"""Whether a file is what its name says, judged by its first bytes."""

VIDEOS = frozenset({"mp4", "mov", "m4v", "webm"})
EBML = b"\x1a\x45\xdf\xa3"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
HEAD = 64  # bytes that `is_what_it_says` wants to see


def is_what_it_says(extension: str, head: bytes) -> bool:
    """Does a file that begins with `head` hold what `extension` (small letters, no dot) promises?

    Kinds without a mark of their own, such as txt, are believed.
    """
    match extension:
        case "mp4" | "mov" | "m4v":
            return head[4:8] == b"ftyp"
        case "webm":
            return head.startswith(EBML) and b"webm" in head
        case "pdf":
            return head.startswith(b"%PDF-")
        case "docx" | "pptx" | "xlsx" | "zip":
            return head.startswith(ZIP)
        case _:
            return True


def is_caption(text: str) -> bool:
    """Does the text begin as a WebVTT file must?  https://www.w3.org/TR/webvtt1/#file-structure"""
    first = text.removeprefix("\ufeff")
    return first.startswith("WEBVTT") and first[6:7] in ("", " ", "\t", "\n", "\r")
