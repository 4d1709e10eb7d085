"""Short ways to write exact numbers, and hypothesis strategies that draw them."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

D = Decimal


def decimals(low: int, high: int, places: int) -> SearchStrategy[Decimal]:
    """Any decimal from low to high with at most so many places."""
    units = st.integers(low * 10**places, high * 10**places)
    return units.map(lambda count: Decimal(f"{count}E-{places}"))


def weights() -> SearchStrategy[Decimal]:
    """A weight above zero."""
    return st.integers(1, 100_00).map(lambda count: Decimal(f"{count}E-2"))


def nearest(value: Fraction, places: int) -> Fraction:
    """Half away from zero by looking at both neighbours: slow, and unlike how the rules do it."""
    unit = Fraction(1, 10**places)
    below = (value / unit).__floor__() * unit
    above = below + unit
    if value - below != above - value:
        return below if value - below < above - value else above
    return max(below, above, key=abs)
