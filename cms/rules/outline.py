"""The lessons of a course as one person finds them, and the way from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """A lesson on the way: what it is called, how long it takes, whether it is begun and done."""

    code: str
    title: str
    minutes: int
    number: int  # from 1, in the order of the course
    begun: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Outline:
    stops: Sequence[Stop]

    @property
    def minutes(self) -> int:
        return sum(stop.minutes for stop in self.stops)

    @property
    def done(self) -> int:
        return sum(stop.done for stop in self.stops)

    @property
    def upcoming(self) -> Stop | None:
        """The first lesson not yet done; None when all are."""
        return next((stop for stop in self.stops if not stop.done), None)

    def stop(self, code: str) -> Stop | None:
        return next((stop for stop in self.stops if stop.code == code), None)

    def around(self, code: str) -> tuple[Stop | None, Stop | None]:
        """The lessons before and after the one with this code."""
        here = self.stop(code)
        if here is None:
            return None, None
        before = self.stops[here.number - 2] if here.number > 1 else None
        return before, self.stops[here.number] if here.number < len(self.stops) else None

    def after(self, code: str) -> Stop | None:
        """Where to go once this lesson is done: the next open lesson behind it, else the first open one."""
        here = self.stop(code)
        at = here.number if here else 0
        ways = [*self.stops[at:], *self.stops[:at]]
        return next((stop for stop in ways if not stop.done and stop.code != code), None)
