"""What the loader wrote and when it must keep its hands off."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cms.models import ShippedContent

FORMAT = "1"  # raised when the same source is to be written differently


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass
class Tally:
    """How many of one kind were created, updated and unchanged; which were left as people changed them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kept = f", kept {len(self.kept)}" if self.kept else ""
        return f"created {self.created}, updated {self.updated}, unchanged {self.unchanged}{kept}"


def digest(*parts: Any) -> str:
    text = json.dumps([FORMAT, *parts], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Memory:
    """Everything the loader remembers, read once."""

    def __init__(self) -> None:
        self.known = {row.key: row for row in ShippedContent.objects.all()}
        self.tallies: dict[str, Tally] = {}

    def load(
        self, kind: str, key: str, source: str, present: Callable[[], str | None], write: Callable[[], str]
    ) -> Outcome:
        """Write one thing unless the source is the one written last, or somebody changed the thing since.

        `present` tells the thing as it stands, None if it is not there; `write` writes it and tells the
        same of what it wrote.
        """
        tally = self.tallies.setdefault(kind, Tally())
        known = self.known.get(f"{kind}:{key}")
        if known and known.source == source:
            tally.unchanged += 1
            return Outcome.UNCHANGED
        standing = present()
        if known is None and standing == source:  # it stands as it would be written
            self._remember(f"{kind}:{key}", source, standing)
            tally.unchanged += 1
            return Outcome.UNCHANGED
        if standing != (known.written if known else None):
            tally.kept.append(key)
            return Outcome.KEPT
        self._remember(f"{kind}:{key}", source, write())
        if known:
            tally.updated += 1
            return Outcome.UPDATED
        tally.created += 1
        return Outcome.CREATED

    def _remember(self, key: str, source: str, written: str) -> None:
        self.known[key] = ShippedContent.objects.update_or_create(
            key=key, defaults={"source": source, "written": written}
        )[0]
