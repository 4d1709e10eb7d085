"""How what a device reports about a lesson joins what is already known. The same report twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from training.rules.completion import Part, accepts, settled


@dataclass(frozen=True, slots=True)
class Answer:
    way: tuple[int, ...]  # what was chosen, turn by turn; the ticks of a checklist
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stopped: the id of a block."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    seen: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    place: Place | None = None

    @property
    def ways(self) -> dict[str, tuple[int, ...]]:
        return {id: answer.way for id, answer in self.answers.items()}


def merge(known: Progress, news: Progress, parts: Sequence[Part]) -> Progress:
    """`known` with the `news` about these parts; whatever is about other blocks, or cannot be, is left out.

    What was ever seen stays seen. Of two answers the later one counts, but an answer that was brought to an
    end is never replaced by one that was not. The later place counts.
    """
    by_id = {part.id: part for part in parts}
    seen = dict.fromkeys([*known.seen, *(id for id in news.seen if id in by_id)])
    answers = dict(known.answers)
    for id, answer in news.answers.items():
        part = by_id.get(id)
        if part and accepts(part, answer.way) and _prevails(part, answer, answers.get(id)):
            answers[id] = answer
    return Progress(tuple(seen), answers, _later(known.place, news.place, by_id))


def _prevails(part: Part, answer: Answer, known: Answer | None) -> bool:
    if known is None:
        return True
    if settled(part, answer.way) != settled(part, known.way):
        return settled(part, answer.way)
    return answer.at > known.at


def _later(known: Place | None, news: Place | None, parts: Mapping[str, Part]) -> Place | None:
    if news is None or news.id not in parts:
        return known
    return news if known is None or news.at > known.at else known
