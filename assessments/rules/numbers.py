"""Numbers as people type them: full-width digits, comma or point, a percent sign, a unit before or after."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

LONGEST = 60  # characters of a typed number with its unit
PERCENT = "%"

# What keyboards put in place of ASCII: the full-width forms, the Chinese full stop, the many minus signs.
_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ASCII: dict[int, int | str] = {
    ord("。"): ".",
    **_WIDTH,
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2009\u202f"), " "),
    **dict.fromkeys(map(ord, "﹪٪"), "%"),
}
_MINUS = str.maketrans(dict.fromkeys("−–—﹣‐‑", "-"))
_NUMBER = re.compile(r"(?P<sign>[+-]?)\s*(?P<digits>\d[\d.,]*\d|\d|[.,]\d+)[.,]?(?P<power>[eE][+-]?\d{1,2})?", re.ASCII)
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3}(?: \d{3})+)(?![\d ]*\d)", re.ASCII)
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", re.ASCII) for mark in ".,"}


_EXACT = re.compile(r"-?\d{1,20}(\.\d{1,20}|/0*[1-9]\d{0,9})?", re.ASCII)


def exact(written: object) -> Fraction | None:
    """A number in a definition: a whole number, or text such as -0.25 or 1/3; None for anything else.

    A binary floating-point number is refused: what it was meant to say cannot be known.
    """
    if isinstance(written, bool) or not isinstance(written, int | str):
        return None
    return Fraction(str(written)) if _EXACT.fullmatch(str(written)) else None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the unit typed with it: '' for none. `number` is plain: an optional minus, digits, one point."""

    number: str
    unit: str

    @property
    def value(self) -> Fraction:
        return Fraction(self.number)

    def __str__(self) -> str:
        return self.number + (self.unit if self.unit == PERCENT else f" {self.unit}" if self.unit else "")


@dataclass(frozen=True, slots=True)
class Target:
    """A right number: every value at most `tolerance` away from it earns `credit`."""

    value: Fraction
    tolerance: Fraction = Fraction(0)
    credit: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Units:
    """The unit a question asks for: `accepted` spellings, none if it names no unit; must one be typed?"""

    accepted: Collection[str] = ()
    required: bool = False


def quantity(text: str) -> Quantity | None:
    """The number in `text` and its unit; None if there is no number in it, or more than one.

    1,234 and 1.234.567 are grouped by threes; any other single comma is a decimal comma, a single point always a
    decimal point. Where both stand, the last is the decimal one. An exponent (1.2e3) is understood, up to 99.
    """
    text = " ".join(text.translate(_ASCII).translate(_MINUS).split())
    if len(text) > LONGEST:
        return None
    text = _SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    found = _NUMBER.search(text)
    if found is None or (plain := _plain(found["digits"])) is None:
        return None
    unit = f"{text[: found.start()].strip()} {text[found.end() :].strip()}".strip()
    if any(mark.isdecimal() for mark in unit):
        return None
    return Quantity(_written(found["sign"], plain, found["power"]), unit)


def _plain(digits: str) -> str | None:
    """Digits with their points and commas as digits with at most one point; None if they make no number."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal, group = (".", ",") if digits.rfind(".") > digits.rfind(",") else (",", ".")
        whole, _, part = digits.rpartition(decimal)
        return f"{whole.replace(group, '')}.{part}" if _GROUPED[group].fullmatch(whole) else None
    if points == 1:
        return digits
    if points or commas:
        mark = "." if points else ","
        if _GROUPED[mark].fullmatch(digits):
            return digits.replace(mark, "")
        return digits.replace(",", ".") if commas == 1 else None
    return digits


def _written(sign: str, digits: str, power: str | None) -> str:
    """The number without exponent, needless zeros, or the plus."""
    shift = int(power[1:]) if power else 0
    whole, _, part = digits.partition(".")
    if shift >= 0:
        part = part.ljust(shift, "0")
        whole, part = whole + part[:shift], part[shift:]
    else:
        whole = whole.rjust(-shift + 1, "0")
        whole, part = whole[:shift], whole[shift:] + part
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if sign == "-" and number != "0" else number


def credit(given: Quantity, targets: Collection[Target], units: Units) -> Fraction:
    """The best credit among the targets that the number meets, exact; 0 if it meets none or its unit is wrong.

    Where the question names no unit, a typed one is passed over, and 35 % is met by 35 as by 0.35.
    """
    if units.accepted:
        if (units.required and not given.unit) or not is_unit(given.unit, units.accepted):
            return Fraction(0)
        values = [given.value]
    else:
        values = [given.value, given.value / 100] if given.unit == PERCENT else [given.value]
    met = [target.credit for target in targets for value in values if abs(value - target.value) <= target.tolerance]
    return max(met, default=Fraction(0))


def is_unit(typed: str, accepted: Collection[str]) -> bool:
    """Is what stood around the number an accepted unit, or nothing? Width, blanks and case do not matter."""
    wanted = {_unit(spelling) for spelling in accepted}
    return not typed or _unit(typed) in wanted or {_unit(part) for part in typed.split()} <= wanted


def _unit(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
