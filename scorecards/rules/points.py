"""Numbers and points as people write them in a cell: `0.8`, `0.5:0;0.8:60;1:100`."""

import re
from decimal import Decimal

from .sentences import RuleError

Point = tuple[Decimal, Decimal]  # x, score
Points = tuple[Point, ...]

# Python's own reading also takes 1_000, 1e9, NaN and full-width digits; a cell may hold none of them.
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
LONGEST_NUMBER = 40


def parse_number(text: str) -> Decimal:
    """The exact value of a number written with digits and a decimal point; RuleError for anything else."""
    number = _number(text)
    if number is None:
        raise RuleError("number", text=text.strip())
    return number


def parse_points(text: str) -> Points:
    """The points of `x:score;x:score`, in the order written; a blank text has none.

    Blanks around a number and one semicolon at the end are allowed.
    """
    body = text.strip().removesuffix(";")
    if not body:
        return ()
    return tuple(_point(part, place) for place, part in enumerate(body.split(";"), start=1))


def points_text(points: Points) -> str:
    """The points as they are written in a cell, without trailing zeros."""
    return ";".join(f"{plain(x)}:{plain(score)}" for x, score in points)


def plain(number: Decimal) -> str:
    """The number in digits, without trailing zeros and without an exponent."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _point(part: str, place: int) -> Point:
    sides = part.split(":")
    if len(sides) != 2:
        raise RuleError("point_form", place=place, text=part.strip())
    x, score = (_number(side) for side in sides)
    if x is None or score is None:
        raise RuleError("point_number", place=place, text=sides[0 if x is None else 1].strip())
    return x, score


def _number(text: str) -> Decimal | None:
    text = text.strip()
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    return Decimal(text)
