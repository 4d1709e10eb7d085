"""What the blocks of a lesson ask of the learner."""

from collections.abc import Mapping
from typing import Any

from training.rules.completion import Part

Value = Mapping[str, Any]


def part(kind: str, id: str, value: Any) -> Part:
    """What a block of this kind and value asks; most ask only to be seen."""
    if kind == "check":
        return Part(id, turns=(_ends(value["options"]),))
    if kind == "scenario":
        return Part(id, turns=(_ends(value["choices"]),))
    if kind == "dialogue":
        return Part(id, turns=turns(value["lines"]))
    if kind == "checklist":
        return Part(id, ticks=len(value["items"]))
    return Part(id)


def _ends(replies: list[Value]) -> tuple[None, ...]:
    return (None,) * len(replies)


def turns(lines: list[Value]) -> tuple[tuple[int | None, ...], ...]:
    """The lines of a dialogue as turns, what a reply leads to by position. A lost way ends the talk."""
    places = {line["id"]: position for position, line in enumerate(lines)}
    return tuple(tuple(places.get(reply.get("next") or "") for reply in line["replies"]) for line in lines)
