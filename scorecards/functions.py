"""Exact arithmetic inside the database, under the same names on SQLite and PostgreSQL.

    fh_mul_div(a, b, c)               a × b ÷ c, rounded to a whole number; NULL where c is 0
    fh_line(x, a, b, c, low, high)    (a × x + b) ÷ c, rounded, then kept between low and high
    fh_mean(weight, n, d)             aggregate: mean of n ÷ d by weight, an exact fraction
    fh_mean(weight, fraction)         the same over fractions
    fh_progress(weight, start, target, current)
                                      aggregate: mean by weight of (current − start) ÷ (target − start), each
                                      clipped to 0…1, an exact fraction
    fh_rounded(fraction, factor, add) factor × fraction + add, rounded to a whole number
    fh_plain(number, places)          text of a fixed-point number without trailing zeros
    fh_names(place, name)             aggregate: the names in order of place, joined by a comma and a blank
                                      (SQLite alone; PostgreSQL has string_agg)
    fh_ballot()                       62 unforeseeable bits

"Rounded" is half away from zero, as in scorecards.rules.rounding. No step overflows: SQLite would turn a
product beyond 64 bits into a floating-point number without a word. A result that does not fit into 64 bits
is OVERFLOW or −OVERFLOW, which no other number is taken for. A fraction is text `n/d` on SQLite and
numeric[] on PostgreSQL; statements only pass it on. Here are SQLite's; PostgreSQL's are made by the
migration 0002_database_functions.
"""

import secrets
from math import gcd
from typing import Any

from scorecards.rules.points import plain
from scorecards.rules.rounding import rounded_ratio

OVERFLOW = 2**63 - 1


def register(connection: Any, **kwargs: object) -> None:
    """Give a new SQLite connection the functions; a receiver of Django's `connection_created`."""
    if connection.vendor != "sqlite":
        return
    database = connection.connection
    database.create_function("fh_mul_div", 3, mul_div, deterministic=True)
    database.create_function("fh_line", 6, line, deterministic=True)
    database.create_function("fh_rounded", 3, rounded_fraction, deterministic=True)
    database.create_function("fh_plain", 2, plain_number, deterministic=True)
    database.create_function("fh_ballot", 0, ballot)
    database.create_aggregate("fh_mean", 3, Mean)
    database.create_aggregate("fh_mean", 2, FractionMean)
    database.create_aggregate("fh_progress", 4, Progress)
    database.create_aggregate("fh_names", 2, Names)


def whole(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator (above zero), rounded half away from zero."""
    units = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -units if numerator < 0 else units


def fitting(number: int) -> int:
    """The number, or ±OVERFLOW where it does not fit into 64 bits."""
    return max(-OVERFLOW, min(OVERFLOW, number))


def mul_div(a: int | None, b: int | None, c: int | None) -> int | None:
    if a is None or b is None or not c:
        return None
    return fitting(whole(a * b, c) if c > 0 else whole(-a * b, -c))


def line(x: int | None, a: int | str, b: int | str, c: int | str, low: int, high: int) -> int | None:
    """A slope or start beyond 64 bits comes as text."""
    if x is None:
        return None
    return max(low, min(high, whole(int(a) * x + int(b), int(c))))


def rounded_fraction(fraction: str | None, factor: int, offset: int) -> int | None:
    if fraction is None:
        return None
    numerator, denominator = map(int, fraction.split("/"))
    return fitting(whole(factor * numerator + offset * denominator, denominator))


def plain_number(number: int, places: int) -> str:
    return plain(rounded_ratio(number, 10**places, places))


def ballot() -> int:
    return secrets.randbits(62)


class Mean:
    """Σ weight × numerator ÷ denominator ÷ Σ weight, exact."""

    def __init__(self) -> None:
        self.top, self.bottom, self.weights = 0, 1, 0

    def step(self, weight: int, numerator: int, denominator: int) -> None:
        if self.bottom == denominator:
            self.top += weight * numerator
        else:
            self.top = self.top * denominator + weight * numerator * self.bottom
            self.bottom *= denominator
        self.weights += weight

    def finalize(self) -> str | None:
        if not self.weights:
            return None
        bottom = self.bottom * self.weights
        common = gcd(self.top, bottom)
        return f"{self.top // common}/{bottom // common}"


class FractionMean(Mean):
    def step(self, weight: int, fraction: str) -> None:  # type: ignore[override]
        numerator, denominator = map(int, fraction.split("/"))
        super().step(weight, numerator, denominator)


class Progress(Mean):
    def step(self, weight: int, start: int, target: int, current: int) -> None:  # type: ignore[override]
        way, length = current - start, target - start
        if length < 0:
            way, length = -way, -length
        super().step(weight, min(max(way, 0), length), length)


class Names:
    def __init__(self) -> None:
        self.names: list[tuple[int, str]] = []

    def step(self, place: int, name: str) -> None:
        self.names.append((place, name))

    def finalize(self) -> str:
        return ", ".join(name for _, name in sorted(self.names))
