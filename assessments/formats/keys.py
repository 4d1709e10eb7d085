"""Keys of options, lines, partners and gaps: foreign formats have none, or others, and they say nothing anyway.

`numbered` gives every key the name of its place, so that two questions can be compared; `renamed` puts other keys in.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from assessments.rules.orderings import opaque
from assessments.types.gaps import HOLE

Names = dict[str, dict[str, str]]  # part ("options", "left", "right", "gaps", or a gap) → key → other key

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ONE_LIST = ("single", "multiple", "ordering")


def letter(place: int) -> str:
    """a, b, … z, then o27, o28, …"""
    return LETTERS[place] if place < len(LETTERS) else f"o{place + 1}"


def places(kind: str, options: Any, right: Any, texts: Mapping[str, Any]) -> Names:
    """Each key → the name of its place. `texts`: the wording in one language."""
    match kind:
        case "ordering":
            return {"options": {key: f"n{place}" for place, key in enumerate(right)}}
        case "single" | "multiple":
            return {"options": {key: letter(place) for place, key in enumerate(options)}}
        case "matching":
            lefts = {key: f"l{place}" for place, key in enumerate(options["left"])}
            partners = [right[key] for key in options["left"]]
            said = texts.get("right") or {}
            extra = sorted((str(said.get(key, "")), key) for key in options["right"] if key not in partners)
            order = dict.fromkeys([*partners, *(key for _text, key in extra)])
            return {"left": lefts, "right": {key: f"r{place}" for place, key in enumerate(order)}}
        case "gaps":
            standing = [gap for gap in HOLE.findall(str(texts.get("stem", ""))) if gap in options]
            order = dict.fromkeys([*standing, *options])
            found: Names = {"gaps": {gap: str(place) for place, gap in enumerate(order, start=1)}}
            for gap, choice in options.items():
                found[f"gap:{gap}"] = {key: letter(place) for place, key in enumerate(choice.get("options", []))}
            return found
    return {}


def opened(kind: str, options: Any, right: Any, wording: Mapping[str, Any]) -> Names:
    """Keys that tell nothing to whoever reads the source of a page, for the kinds that need it."""
    texts = next(iter(wording.values()))
    if kind == "ordering":
        return {"options": {key: opaque(str(texts["options"].get(key, key))) for key in options}}
    if kind == "matching":
        return {
            side: {key: opaque(f"{side}:{texts[side].get(key, key)}") for key in options[side]}
            for side in ("left", "right")
        }
    return {}


def renamed(kind: str, asked: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """`asked` (wording, options, right, details) with other keys; a key without another name keeps its own."""
    made = deepcopy(dict(asked))
    match kind:
        case "single" | "multiple" | "ordering":
            _rename_list(made, names.get("options", {}))
            if kind == "ordering":
                made["options"] = sorted(made["options"])
        case "matching":
            left, right = names.get("left", {}), names.get("right", {})
            made["options"] = {
                "left": [left.get(key, key) for key in made["options"]["left"]],
                "right": sorted(right.get(key, key) for key in made["options"]["right"]),
            }
            made["right"] = {left.get(key, key): right.get(partner, partner) for key, partner in made["right"].items()}
            for texts in made["wording"].values():
                texts["left"] = _renamed_keys(texts.get("left", {}), left)
                texts["right"] = _renamed_keys(texts.get("right", {}), right)
        case "gaps":
            _rename_gaps(made, names)
    return made


def _rename_list(made: dict[str, Any], names: Mapping[str, str]) -> None:
    for part in ("options", "right"):
        made[part] = [names.get(key, key) for key in made[part]]
    for texts in made["wording"].values():
        for part in ("options", "option_feedback"):
            if part in texts:
                texts[part] = _renamed_keys(texts[part], names)
    if credits := made["details"].get("credits"):
        made["details"]["credits"] = _renamed_keys(credits, names)


def _rename_gaps(made: dict[str, Any], names: Names) -> None:
    gaps = names.get("gaps", {})
    options, right = {}, {}
    for gap, choice in made["options"].items():
        keys = names.get(f"gap:{gap}", {})
        if "options" in choice:
            choice["options"] = [keys.get(key, key) for key in choice["options"]]
        options[gaps.get(gap, gap)] = choice
        right[gaps.get(gap, gap)] = [_entry(each, keys) for each in made["right"].get(gap, [])]
    for texts in made["wording"].values():
        texts["stem"] = HOLE.sub(lambda hole: f"[[{gaps.get(hole[1], hole[1])}]]", texts.get("stem", ""))
        if "gaps" in texts:
            texts["gaps"] = {
                gaps.get(gap, gap): _renamed_keys(said, names.get(f"gap:{gap}", {}))
                for gap, said in texts["gaps"].items()
            }
    if weights := made["details"].get("weights"):
        made["details"]["weights"] = _renamed_keys(weights, gaps)
    made["options"], made["right"] = dict(sorted(options.items())), dict(sorted(right.items()))


def _entry(entry: Any, keys: Mapping[str, str]) -> Any:
    """A right filling; a choice always with its credit, as {"key", "credit"}."""
    if isinstance(entry, str):
        return {"key": keys.get(entry, entry), "credit": "1"}
    if "key" in entry:
        return {"key": keys.get(entry["key"], entry["key"]), "credit": str(entry.get("credit", "1"))}
    return entry


def _renamed_keys(texts: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(key, key): text for key, text in texts.items()}


def inverted(names: Names) -> Names:
    """The way back. Parts named after a gap are found under the gap's other name."""
    gaps = names.get("gaps", {})
    return {
        (f"gap:{gaps.get(part[4:], part[4:])}" if part.startswith("gap:") else part): {
            new: old for old, new in keys.items()
        }
        for part, keys in names.items()
    }


def code_from(text: str) -> str:
    """A code of letters, digits, points, hyphens and underscores for a name that a file gives; '' if none is left."""
    return re.sub(r"[^0-9A-Za-z._-]+", "-", text).strip("-")[:60]
