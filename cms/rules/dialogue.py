"""Whether a role play can be played: every reply leads somewhere, and from every line the talk can end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Reply:
    good: bool
    next: str = ""  # id of the line it leads to; blank where the talk ends with it


@dataclass(frozen=True, slots=True)
class Line:
    """What the customer says, and what can be answered; a line without replies is the customer's last word."""

    id: str
    replies: Sequence[Reply] = ()

    @property
    def ends(self) -> bool:
        return not self.replies or any(not reply.next for reply in self.replies)


class Wrong(StrEnum):
    EMPTY = "empty"  # there is no line at all
    TWICE = "twice"  # the id stands on an earlier line already
    ALONE = "alone"  # only one reply: nothing to choose from
    NO_GOOD = "no good"  # no reply of this line is good
    UNKNOWN = "unknown"  # a reply leads to an id that no line has
    UNREACHABLE = "unreachable"  # no way leads here from the first line
    ENDLESS = "endless"  # from here the talk goes round for ever


@dataclass(frozen=True, slots=True)
class Fault:
    wrong: Wrong
    line: int = 0  # position, from 0
    reply: int = 0  # position within the line, where a reply is at fault


def faults(lines: Sequence[Line]) -> list[Fault]:
    """Everything wrong with a dialogue, in the order of its lines; the first line is where it starts."""
    if not lines:
        return [Fault(Wrong.EMPTY)]
    found = [fault for position, line in enumerate(lines) for fault in _own_faults(lines, position, line)]
    if any(fault.wrong in (Wrong.TWICE, Wrong.UNKNOWN) for fault in found):
        return found  # the ways are not what the author means: to judge them would only confuse
    ways = {line.id: {reply.next for reply in line.replies if reply.next} for line in lines}
    reached = _reach(ways, {lines[0].id})
    ending = _reach(_back(ways), {line.id for line in lines if line.ends})
    for position, line in enumerate(lines):
        if line.id not in reached:
            found.append(Fault(Wrong.UNREACHABLE, position))
        elif line.id not in ending:
            found.append(Fault(Wrong.ENDLESS, position))
    return sorted(found, key=lambda fault: (fault.line, fault.reply))


def _own_faults(lines: Sequence[Line], position: int, line: Line) -> list[Fault]:
    """What is wrong with one line, its ids compared with the others'."""
    found = []
    if any(line.id == earlier.id for earlier in lines[:position]):
        found.append(Fault(Wrong.TWICE, position))
    if len(line.replies) == 1:
        found.append(Fault(Wrong.ALONE, position))
    if line.replies and not any(reply.good for reply in line.replies):
        found.append(Fault(Wrong.NO_GOOD, position))
    known = {other.id for other in lines}
    unknown = (number for number, reply in enumerate(line.replies) if reply.next and reply.next not in known)
    return found + [Fault(Wrong.UNKNOWN, position, number) for number in unknown]


def _back(ways: Mapping[str, set[str]]) -> dict[str, set[str]]:
    return {to: {begin for begin, ends in ways.items() if to in ends} for to in ways}


def _reach(ways: Mapping[str, set[str]], start: set[str]) -> set[str]:
    """Everything that can be reached from `start`, itself included."""
    reached: set[str] = set()
    fresh = set(start)
    while fresh:
        reached |= fresh
        fresh = {to for begin in fresh for to in ways[begin]} - reached
    return reached
