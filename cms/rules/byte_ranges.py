"""Which bytes of a file a player asks for: the Range header of RFC 9110, section 14, one range at a time."""

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(ValueError):
    """The range begins behind the end of the file."""


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte, both included; None where the whole file is meant, or several ranges are asked for."""
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:  # the last so many bytes
        begin, end = max(size - int(last), 0), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < begin:
            return None
    if begin > end:
        raise Unsatisfiable
    return begin, end
