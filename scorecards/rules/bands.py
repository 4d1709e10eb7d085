"""Grades by score: `S:110;A:95;B:80;C:60;D:0`."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from .points import parse_number, plain
from .sentences import RuleError

Band = tuple[Decimal, str]  # lower bound, grade
Bands = tuple[Band, ...]  # highest first


def parse_bands(text: str) -> Bands:
    """The bands of `grade:bound;…`, highest first, whatever the order written."""
    bands: list[Band] = []
    for part in text.strip().removesuffix(";").split(";"):
        grade, colon, written = (piece.strip() for piece in part.partition(":"))
        if not (grade and colon):
            raise RuleError("band_form", text=part.strip())
        if any(grade == known for _, known in bands):
            raise RuleError("band_grade_twice", grade=grade)
        bands.append((parse_number(written), grade))
    bands.sort(reverse=True)
    for (bound, second), (other, first) in pairwise(bands):
        if bound == other:
            raise RuleError("band_bound_twice", first=first, second=second, bound=plain(bound))
    return tuple(bands)


def grade_of(bands: Sequence[Band], score: Decimal) -> str:
    """The grade of the highest band whose bound ≤ score; blank below them all. `bands` has the highest
    first."""
    for bound, grade in bands:
        if bound <= score:
            return grade
    return ""
