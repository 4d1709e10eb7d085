"""A lesson's blocks, put into steps and ready to show, at two queries whatever there is of them."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from cms.rules.steps import steps

SEAM = "<!--seam-->"


@dataclass(frozen=True, slots=True)
class Part:
    """A block, and its text with the links filled in if it is one."""

    block: Any
    html: SafeString


def steps_of(body: StreamValue) -> list[list[Part]]:
    """The blocks step by step. All rich texts are expanded together, so that links cost the same queries."""
    blocks = list(body)
    sources = [block.value["text"].source if block.block_type == "text" else "" for block in blocks]
    # Rich text has passed Wagtail's whitelist when it was saved, and holds no comments of its own.
    texts = expand_db_html(SEAM.join(sources)).split(SEAM)
    parts = [Part(block, mark_safe(text)) for block, text in zip(blocks, texts, strict=True)]  # noqa: S308
    return [[parts[position] for position in step] for step in steps([block.block_type for block in blocks])]
