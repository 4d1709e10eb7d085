"""What the author of a question is asked beyond its text: each kind has a part of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from assessments.models import QuestionVersion
from assessments.views.office.question_parts.rows import LANGUAGES


@dataclass(frozen=True, slots=True)
class Definition:
    """What a kind makes of its part. `wording`: language → what it adds there, empty where it says nothing."""

    options: Any
    right: Any
    details: dict[str, Any] = field(default_factory=dict)
    wording: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Part:
    """`version`: what the author began from, None for a new question; `data`: what was sent, None to show it.

    A kind names its forms in `forms`, shows them in `template` and makes a definition of them; what is wrong with that
    is found by its type. Sent unchanged, it is the definition that it was.
    """

    kind: ClassVar[str]

    def __init__(self, version: QuestionVersion | None, data: Any = None) -> None:
        self.version = version
        self.forms: dict[str, Any] = self.build(data)

    @property
    def template(self) -> str:
        return f"assessments/office/question_parts/{self.kind}.html"

    def build(self, data: Any) -> dict[str, Any]:
        """The forms and tables by the names that the template knows them by."""
        raise NotImplementedError

    def definition(self) -> Definition:
        """Of forms that are valid."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms.values()]  # every one is asked, for its sentences
        return all(valid)

    def said(self, *path: str) -> dict[str, Any]:
        """Language → what the version has at this place of its wording, {} or '' where it has nothing."""
        found: dict[str, Any] = {}
        for code, _language in LANGUAGES:
            place: Any = self.version.wording.get(code, {}) if self.version else {}
            for step in path:
                place = place.get(step) if isinstance(place, dict) else None
            found[code] = place or ""
        return found

    def detail(self, name: str, otherwise: Any = None) -> Any:
        return self.version.details.get(name, otherwise) if self.version else otherwise

    @property
    def known(self) -> Any:
        """The options as they were."""
        return self.version.options if self.version else []

    @property
    def right(self) -> Any:
        return self.version.right if self.version else []


def in_old_order(keys: Sequence[str], old: Sequence[str]) -> list[str]:
    """The keys in the order they had before; new ones at the end, in theirs."""
    places = {key: place for place, key in enumerate(old)}
    return sorted(keys, key=lambda key: places.get(key, len(places)))


def merged(*parts: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Several wordings in one: language → name → what is said, without what says nothing."""
    return {
        code: {name: said for part in parts for name, said in part.get(code, {}).items() if said}
        for code, _language in LANGUAGES
    }


def under(name: str, said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Language → {name: what is said}."""
    return {code: {name: each} for code, each in said.items()}
