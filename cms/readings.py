"""What somebody has read of a lesson, under which revision of its page, and what is still open there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.bodies import Block, blocks_of, parts_of
from cms.models import LessonPage
from training.models import LessonProgress
from training.rules.completion import left
from training.rules.progress import Progress

LONGEST_LABEL = 60  # characters


@dataclass(frozen=True, slots=True)
class Open:
    """A block that keeps a lesson from being finished: where it stands, and what to do there."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The published page as one person has read it; `progress` is None for the first time."""

    page: LessonPage
    blocks: list[Block]
    progress: LessonProgress | None

    @property
    def known(self) -> Progress:
        return self.progress.known if self.progress else Progress()

    @property
    def finished(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None

    @property
    def changed(self) -> bool:
        """The page was published anew since the reader was here, and they have not finished."""
        return (
            self.progress is not None
            and not self.finished
            and self.progress.language == self.page.language
            and self.progress.revision not in (None, self.page.live_revision_id)
        )

    def state(self, at: datetime) -> dict[str, Any]:
        """What the page's script needs to go on from here. `age`: of the place, in milliseconds."""
        known = self.known
        here = {block.id for block in self.blocks}
        place = known.place if known.place and known.place.id in here else None
        return {
            "seen": [id for id in known.seen if id in here],
            "answers": {id: way for id, way in known.ways.items() if id in here},
            "place": place.id if place else "",
            "age": (at - place.at) // timedelta(milliseconds=1) if place else None,
        }

    def open(self) -> list[Open]:
        """What is still to be done, in the order of the page and in its language."""
        known = self.known
        ids = left(parts_of(self.blocks), known.seen, known.ways)
        with override(self.page.language):
            return [Open(block.id, _label(block)) for block in self.blocks if block.id in ids]


def reading(page: LessonPage, progress: LessonProgress | None) -> Reading:
    return Reading(page, blocks_of(page.body), progress)


def shown_as(page: LessonPage, progress: LessonProgress | None, claimed: str) -> tuple[int | None, Sequence[Block]]:
    """The revision that the reader had on the screen, and its blocks.

    The one claimed, if the reader has been learning from it; else the published one: nobody chooses an old
    revision, or a draft, because it asks for less.
    """
    if progress and progress.revision != page.live_revision_id and claimed == str(progress.revision):
        earlier = page.revisions.filter(pk=progress.revision).first()
        if earlier:
            body = LessonPage._meta.get_field("body").to_python(json.loads(earlier.content["body"]))
            return earlier.pk, blocks_of(body)
    return page.live_revision_id, blocks_of(page.body)


def _label(block: Block) -> str:
    """What to do at this block, in a few words."""
    match block.kind:
        case "check":
            return _("Answer: %(question)s") % {"question": _short(block.value["question"])}
        case "scenario" | "dialogue":
            return _("Talk it through: %(setting)s") % {"setting": _short(block.value["setting"])}
        case "heading":
            return _("Read: %(words)s") % {"words": _short(block.value)}
        case "video" | "checklist":
            return _("Read: %(words)s") % {"words": _short(block.value["title"])}
        case _:
            return _("Read this part")


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1].rstrip() + "…"
