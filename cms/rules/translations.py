"""Which of two languages is behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

TOGETHER = timedelta(hours=1)  # who edits both languages in one go keeps them in step


@dataclass(frozen=True, slots=True)
class Lag:
    """`newer` was changed `days` whole days after `older`; 0: on the same day."""

    newer: str
    older: str
    days: int


def lag(changed: Mapping[str, datetime]) -> Lag | None:
    """How far the language changed first is behind the one changed last; None where they keep step or one is alone."""
    if len(changed) < 2:
        return None
    older, newer = min(changed, key=lambda code: changed[code]), max(changed, key=lambda code: changed[code])
    apart = changed[newer] - changed[older]
    return Lag(newer, older, apart.days) if apart > TOGETHER else None
