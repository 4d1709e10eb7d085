"""A lesson's body as plain values: what the database keeps, without a block object for every word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue

from cms.rules.parts import part
from training.rules.completion import Part


@dataclass(frozen=True, slots=True)
class Block:
    id: str
    kind: str
    value: Any  # structs are dicts, lists are lists, choices are primary keys


def blocks_of(body: StreamValue) -> list[Block]:
    """The blocks from top to bottom. Asks the database for nothing."""
    return [Block(raw["id"], raw["type"], _plain(raw["value"])) for raw in body.get_prep_value()]


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """What the blocks ask of the learner."""
    return [part(block.kind, block.id, block.value) for block in blocks]


def _plain(value: Any) -> Any:
    """Without the wrapping that Wagtail gives the entries of a list."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item["value"] if _is_wrapped(item) else item) for item in value]
    return value


def _is_wrapped(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item
