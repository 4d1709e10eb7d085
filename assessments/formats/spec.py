"""A question between two formats: what a reader makes of a file, and what a writer makes a file of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Wording = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a stem. In the stem it stands as `<img src="/SHA256.ext">` until it is stored."""

    name: str
    data: bytes
    media_type: str


@dataclass(slots=True)
class Spec:
    """One question, shaped as a QuestionVersion. What the format says nothing of is None, or missing in a mapping.

    `code`: '' where the file names none. `name`: what a person calls it. `place`: where it stands in the file.
    `notes`: what of the question is not taken over, a sentence each. `pictures`: src → picture. In `wording` and
    `details` an empty value says that there is none; a missing one leaves what an older version says.
    """

    place: str
    kind: str
    wording: Wording
    options: Any = field(default_factory=list)
    right: Any = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    mark: Decimal | None = None
    name: str = ""
    code: str = ""
    category: str | None = None
    course: str | None = None
    difficulty: str | None = None
    standards: list[str] | None = None
    competencies: list[str] | None = None
    notes: list[str] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that cannot be taken: where it stands, what it is called, and why, as a sentence."""

    place: str
    name: str
    reason: str


Found = Spec | Refusal


class Refused(ValueError):
    """One question cannot be taken; the message is a sentence."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.place = place


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message is a sentence that says where and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a file is to be read. `language`: of a format that says nothing of it. `encoding`: '' for Unicode."""

    language: str
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What an export leaves out of a question, or that it leaves it out altogether (`whole`)."""

    code: str
    sentence: str
    whole: bool = False


@dataclass(slots=True)
class Written:
    """An exported file and what it does not hold."""

    data: bytes
    left: list[Left] = field(default_factory=list)
    count: int = 0


def names(found: Iterable[Found]) -> Iterator[str]:
    """What each is called, for a list."""
    for each in found:
        yield each.name or each.place
