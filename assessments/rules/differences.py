"""What differs between two values as JSON holds them: texts, numbers, lists and mappings inside each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Path = tuple[str, ...]
_TOKEN = re.compile(r"[a-zA-Z0-9À-ɏ]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs. `before` or `after` is None where there was or is nothing."""

    path: Path
    before: Any
    after: Any


def differences(before: Any, after: Any, path: Path = ()) -> list[Difference]:
    """Every place where `after` says something else than `before`, as deep as both have mappings.

    Lists are compared whole: in a list an order means something. An empty text, list or mapping, False and None are
    nothing, and a number is the same as its text.
    """
    return list(_walk(before, after, path))


def _walk(before: Any, after: Any, path: Path) -> Iterator[Difference]:
    if _canon(before) == _canon(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _walk(before.get(key), after.get(key), (*path, str(key)))
        return
    yield Difference(path, None if _is_nothing(before) else before, None if _is_nothing(after) else after)


def _canon(value: Any) -> Any:
    """What a value says, in one form."""
    if isinstance(value, dict):
        return {str(key): said for key, each in value.items() if not _is_nothing(said := _canon(each))} or None
    if isinstance(value, list | tuple):
        return [_canon(each) for each in value] or None
    if _is_nothing(value):
        return None
    return str(value) if isinstance(value, int | float) else value


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value == "" or value == [] or value == {}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: `same`, `gone` (only before) or `come` (only after)."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """How one text became another: by words, and in Chinese by characters."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[Piece] = []
    for act, start, stop, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(Piece("same", "".join(old[start:stop])))
            continue
        if stop > start:
            found.append(Piece("gone", "".join(old[start:stop])))
        if last > first:
            found.append(Piece("come", "".join(new[first:last])))
    return found
