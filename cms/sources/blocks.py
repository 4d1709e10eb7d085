"""The blocks of a lesson's source as the values its page stores."""

from collections import Counter
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cms.sources.kinds import KINDS, Value
from cms.sources.nodes import LANGUAGES, Node

PLAIN = ("heading", "remember")  # kinds whose value is a text, with no room for `ours`
LEADING = ("id", "next")  # of a dialogue: not wording, so the same in every language


def bodies(blocks: Node, key: str) -> dict[str, list[Value]]:
    """Language → the blocks as a page stores them, standards still by code. `key` makes the ids lasting."""
    found: dict[str, list[Value]] = {language: [] for language in LANGUAGES}
    numbers: Counter[str] = Counter()
    for node in blocks.items(least=1):
        values = _block(node)
        kind = node.value["kind"]
        numbers[kind] += 1
        place = f"{key}/{kind}/{numbers[kind]}"  # by kind, so that a new text does not move every check behind it
        for language, value in values.items():
            found[language].append({"type": kind, "value": _listed(value, place), "id": _id(place)})
    return found


def _block(node: Node) -> dict[str, Any]:
    kind = node.value.get("kind") if isinstance(node.value, dict) else None
    if kind == "standard":
        node.expect(["kind", "code"])
        code = node["code"].code()
        return dict.fromkeys(LANGUAGES, code)
    if kind not in KINDS:
        node.fail(f"kind must be one of {', '.join([*KINDS, 'standard'])}, not {kind}.")
    node.expect(["kind", *LANGUAGES], [] if kind in PLAIN else ["ours"])
    values = {language: KINDS[kind](node[language]) for language in LANGUAGES}
    if len({repr(_shape(value)) for value in values.values()}) > 1:
        node.fail(
            "the languages differ in shape: as many entries, the same ids, and the right ones in the same "
            "places, are needed."
        )
    if kind in PLAIN:
        return values
    return {language: {**value, "ours": node.flag("ours")} for language, value in values.items()}


def _shape(value: Any) -> Any:
    """The value without its wording, but with what leads from one part to another."""
    if isinstance(value, dict):
        return {key: item if key in LEADING else _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return value if isinstance(value, bool) else None


def _listed(value: Any, key: str) -> Any:
    """Lists as the page stores them: every entry with an id that lasts from load to load."""
    if isinstance(value, dict):
        return {name: _listed(item, f"{key}/{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "value": _listed(item, f"{key}/{number}"), "id": _id(f"{key}/{number}")}
            for number, item in enumerate(value, start=1)
        ]
    return value


def _id(key: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"five-hearts/{key}"))
