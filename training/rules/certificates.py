"""What a certificate's code looks like, how long it holds, and how large a name is printed."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else: no 0 O 1 I L U
LETTERS = 8
PREFIX = "5H"

_CODE = re.compile(rf"{PREFIX}(\d{{4}})([{ALPHABET}]{{4}})([{ALPHABET}]{{4}})")


class State(StrEnum):
    GENUINE = "genuine"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"  # by a newer copy


ENDED_BY = {"reissued": State.REPLACED, "superseded": State.EXPIRED}  # kind of event → state; any other: revoked


def write_code(year: int, letters: str) -> str:
    """`5H-2026-7K3Q-9FDW` from the year and eight letters of the alphabet."""
    return f"{PREFIX}-{year:04}-{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str | None:
    """The code somebody meant to type, in its proper form; None if it cannot be one.

    Case, spaces, full-width letters and dashes of any kind, or none, make no difference.
    """
    letters = "".join(char for char in unicodedata.normalize("NFKC", text[:100]).upper() if char.isalnum())
    match = _CODE.fullmatch(letters)
    return write_code(int(match[1]), match[2] + match[3]) if match else None


def last_day(issued_on: date, months: int) -> date:
    """The last day on which a certificate valid for so many months holds.

    The day before the same day of the month, that many months on; where that month has no such day,
    its last day.
    """
    count = issued_on.year * 12 + issued_on.month - 1 + months
    year, month = divmod(count, 12)
    days = monthrange(year, month + 1)[1]
    if issued_on.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, issued_on.day) - timedelta(days=1)


def state(expires_on: date | None, revoked_on: date | None, today: date, ended_by: str = "") -> State:
    """Ended from the day of its ending on, by an event of the kind `ended_by`; expired after its last day; genuine
    otherwise."""
    if revoked_on is not None and revoked_on <= today:
        return ENDED_BY.get(ended_by, State.REVOKED)
    if expires_on is not None and expires_on < today:
        return State.EXPIRED
    return State.GENUINE


def renewal_opens(expires_on: date, days: int) -> date:
    """From this day on the next round is open."""
    return expires_on - timedelta(days=days)


def name_size(name: str) -> str:
    """How large a name is printed so that it fits its line: "large", "medium", "small" or "tiny"."""
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1.1 for char in name)
    for size, widest in (("large", 18), ("medium", 30), ("small", 48)):
        if width <= widest:
            return size
    return "tiny"
