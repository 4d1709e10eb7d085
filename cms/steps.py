"""A lesson's blocks, put into steps and ready to show, at a fixed number of queries whatever there is of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.base import Template
from django.template.engine import Engine
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from cms.blocks.media import CAPTIONS, FILMS, ending
from cms.bodies import Block, parts_of
from cms.material import Material, material_of
from cms.rules.steps import steps
from training.rules.completion import Part, Way

SEAM = "<!--seam-->"


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as the lesson shows it: the value with everything it refers to, and what was answered there."""

    id: str
    kind: str
    value: Any
    template: Template
    html: SafeString  # of a text: with its links filled in
    part: Part
    way: Way

    @property
    def teaches(self) -> bool:
        """It shows a standard, and the standard is still there."""
        return self.kind == "standard" and self.value is not None

    @property
    def chosen(self) -> int | None:
        """The position of the option or reply chosen, where there is one to choose."""
        return self.way[0] if self.way else None


def steps_of(blocks: Sequence[Block], ways: Mapping[str, Way]) -> list[list[Shown]]:
    """The blocks step by step. What they refer to is fetched together, and so are the links in all texts."""
    material = material_of(blocks)
    texts = _texts(blocks)
    shown = [
        Shown(
            block.id,
            block.kind,
            _filled(block, material),
            _template(block.kind),
            text,
            part,
            ways.get(block.id, ()),
        )
        for block, text, part in zip(blocks, texts, parts_of(blocks), strict=True)
    ]
    return [[shown[position] for position in step] for step in steps([block.kind for block in blocks])]


def _template(kind: str) -> Template:
    """Found once and kept by Django's cached loader."""
    return Engine.get_default().get_template(f"cms/blocks/{kind}.html")


def _texts(blocks: Sequence[Block]) -> list[SafeString]:
    """The texts of text blocks with their links filled in, '' for the others. At one query."""
    sources = [block.value["text"] if block.kind == "text" else "" for block in blocks]
    # Rich text has passed Wagtail's whitelist when it was saved, and holds no comments of its own.
    return [mark_safe(text) for text in expand_db_html(SEAM.join(sources)).split(SEAM)]  # noqa: S308


def _filled(block: Block, material: Material) -> Any:
    """The value with what it refers to in place of primary keys."""
    value = block.value
    match block.kind:
        case "standard":
            return material.standards.get(value)
        case "picture":
            return {**value, "widths": material.pictures.get(value["image"])}
        case "download":
            return {**value, "file": material.documents.get(value["file"])}
        case "video":
            return _video(value, material)
        case "dialogue":
            return {**value, "lines": _lines(value["lines"])}
        case _:
            return value


def _video(value: dict[str, Any], material: Material) -> dict[str, Any]:
    film = material.documents.get(value["file"])
    captions = material.documents.get(value["captions"])
    return {
        **value,
        "film": film,
        "type": FILMS.get(ending(film), "") if film else "",
        "captions": captions if captions and ending(captions) in CAPTIONS else None,
        "poster": material.pictures.get(value.get("poster") or 0),
    }


def _lines(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every reply with `to`, the number of the line it leads to from 1; '' where the talk ends."""
    numbers: dict[str, int] = {line["id"]: number for number, line in enumerate(lines, start=1)}
    return [
        {**line, "replies": [{**reply, "to": numbers.get(str(reply.get("next")), "")} for reply in line["replies"]]}
        for line in lines
    ]
