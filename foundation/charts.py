"""Where the parts of a drawing go. Templates write the SVG; this says the numbers in its attributes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
PLACE = Decimal("0.01")  # of a drawing unit: finer than any screen shows


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high`, drawn from `start` to `end`; what lies outside is drawn at the edge."""

    low: Decimal
    high: Decimal
    start: Decimal = Decimal(0)
    end: Decimal = HUNDRED

    def place(self, value: Decimal) -> Decimal:
        """Where the value is drawn, to 2 places; the start where the axis has no length."""
        if self.high <= self.low:
            return self.start
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return (self.start + share * (self.end - self.start)).quantize(PLACE, ROUND_HALF_UP)


def span(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """The smallest and the largest of the values, with a tenth of the way between them added at both ends."""
    given = list(values)
    low, high = min(given), max(given)
    margin = (high - low) / 10 or abs(high) / 10 or Decimal(1)
    return low - margin, high + margin


def polyline(points: Sequence[tuple[Decimal, Decimal]], across: Axis, up: Axis) -> str:
    """The `points` attribute of a polyline through these points."""
    return " ".join(f"{across.place(x)},{up.place(y)}" for x, y in points)
