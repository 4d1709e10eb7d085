"""What a device, or a form without scripts, says about a lesson, as news for the rules."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from training.rules.completion import Part
from training.rules.progress import Answer, Place, Progress

LONGEST_DELAY = timedelta(days=30)  # what was kept on a phone longer than this counts as done 30 days ago


class ReportError(ValueError):
    """The report cannot be read: it is not in the form that the lesson's page sends."""


def read_report(report: Any, *, at: datetime) -> Progress:
    """News from the lesson's script: `seen`, `answers` (id → `way`, `age`) and `place` (`id`, `age`).

    Ages are milliseconds by the device's own clock, so that it does not matter whether that clock is right.
    """
    try:
        return Progress(
            seen=tuple(str(id) for id in report.get("seen", [])),
            answers={
                str(id): Answer(tuple(_position(choice) for choice in answer["way"]), _moment(answer["age"], at))
                for id, answer in report.get("answers", {}).items()
            },
            place=_place(report.get("place"), at),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise ReportError from wrong


def _position(choice: Any) -> int:
    if isinstance(choice, bool) or not isinstance(choice, int):
        raise TypeError
    return choice


def _moment(age: Any, at: datetime) -> datetime:
    wait = min(max(float(age), 0), LONGEST_DELAY / timedelta(milliseconds=1))
    return at - timedelta(milliseconds=int(wait))


def _place(place: Any, at: datetime) -> Place | None:
    return Place(str(place["id"]), _moment(place["age"], at)) if place else None


def read_form(fields: Mapping[str, Sequence[str]], parts: Sequence[Part], *, at: datetime) -> Progress:
    """News from the page without scripts: it shows everything, so everything was seen (`whole`).

    `ID.N` is the reply chosen at turn N of block ID, `ID.tick` are the ticks of a checklist.
    """
    if "whole" not in fields:
        return Progress()
    ways = {part.id: _way(fields, part) for part in parts}
    return Progress(
        seen=tuple(part.id for part in parts),
        answers={id: Answer(way, at) for id, way in ways.items() if way},
    )


def _way(fields: Mapping[str, Sequence[str]], part: Part) -> tuple[int, ...]:
    """The choices from the first turn on, as far as they lead; every turn is answered once."""
    if part.ticks:
        return tuple(int(tick) for tick in fields.get(f"{part.id}.tick", ()) if tick.isdecimal() and len(tick) < 4)
    way: list[int] = []
    turn: int | None = 0
    passed = set()
    while turn is not None and turn not in passed and part.turns:
        passed.add(turn)
        chosen = (fields.get(f"{part.id}.{turn}") or [""])[0]
        if not chosen.isdecimal() or len(chosen) > 3 or int(chosen) >= len(part.turns[turn]):
            break
        way.append(int(chosen))
        turn = part.turns[turn][int(chosen)]
    return tuple(way)
