"""The blocks of a page as named lines of plain text, to be compared by people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.encoding import force_str
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks

from cms.models.face import Face
from cms.rules.pairs import Piece

BREAKS = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a block. `key` stays the same when its neighbours come and go."""

    key: tuple[str, ...]
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A block: what kind it is, and what it says."""

    kind: str
    id: str
    label: str
    lines: tuple[Line, ...]

    @property
    def piece(self) -> Piece:
        return Piece(self.kind, self.id)


def parts_of(body: blocks.StreamValue) -> list[Part]:
    return [
        Part(
            child.block_type,
            child.id or f"{child.block_type}-{number}",
            force_str(child.block.label),
            tuple(_lines(child.block, child.value, (), "")),
        )
        for number, child in enumerate(body)
    ]


def pieces_of(page: Face) -> list[Piece]:
    """The blocks of a page's body in order; none of a page that has no body."""
    body = getattr(page, "body", None)
    raw = body.raw_data if isinstance(body, blocks.StreamValue) else ()
    return [Piece(child["type"], child.get("id") or f"{child['type']}-{number}") for number, child in enumerate(raw)]


def plain(html: str) -> str:
    """Rich text without its markup, a paragraph or point to a line."""
    lines = strip_tags(BREAKS.sub("\n", html)).split("\n")
    return "\n".join(text for line in lines if (text := unescape(line).strip()))


def _lines(block: blocks.Block, value: Any, key: tuple[str, ...], label: str) -> Iterator[Line]:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            named = capfirst(force_str(child.label))
            yield from _lines(child, value.get(name), (*key, name), f"{label} · {named}" if label else named)
    elif isinstance(block, blocks.ListBlock):
        for number, child in enumerate(value.bound_blocks if value else (), start=1):
            place = child.original_id or str(number)
            yield from _lines(block.child_block, child.value, (*key, place), f"{label} {number}".strip())
    elif text := _text(block, value):
        yield Line(key, label, text)


def _text(block: blocks.Block, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(block, blocks.BooleanBlock):
        return _("yes") if value else ""
    if isinstance(block, blocks.RichTextBlock):
        return plain(value.source)
    if isinstance(block, blocks.StreamBlock):
        return "\n".join(line.text for part in parts_of(value) for line in part.lines)
    return force_str(value).strip()
