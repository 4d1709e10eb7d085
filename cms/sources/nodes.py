"""A value in a source file that knows where it stands, so that a mistake can be named."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.conf import settings

LANGUAGES = tuple(dict(settings.LANGUAGES))


class SourceError(Exception):
    """What is wrong, in one sentence with the file and the place."""


@dataclass(frozen=True, slots=True)
class Node:
    value: Any
    file: str
    place: str = ""

    def fail(self, sentence: str) -> NoReturn:
        raise SourceError(", ".join(part for part in (self.file, self.place) if part) + f": {sentence}")

    def at(self, value: Any, place: str) -> "Node":
        return Node(value, self.file, f"{self.place}, {place}" if self.place else place)

    def __getitem__(self, key: str) -> "Node":
        return self.at(self.value[key], key)

    def expect(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """A mapping with every required key and none but these."""
        if not isinstance(self.value, dict):
            self.fail("must have " + ", ".join(required) + ".")
        for key in required:
            if key not in self.value:
                self.fail(f"{key} is missing.")
        for key in self.value:
            if key not in required and key not in optional:
                self.fail(f"{key} is not known here; use {', '.join([*required, *optional])}.")

    def items(self, least: int = 0, most: int = 1000) -> list["Node"]:
        if not isinstance(self.value, list):
            self.fail("must be a list.")
        if not least <= len(self.value) <= most:
            self.fail(f"needs {least} to {most} entries, not {len(self.value)}.")
        return [self.at(value, f"no. {number}") for number, value in enumerate(self.value, start=1)]

    def text(self, longest: int = 10_000) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.fail("must be a text.")
        if len(self.value) > longest:
            self.fail(f"has {len(self.value)} characters; the longest allowed is {longest}.")
        return self.value.strip()

    def code(self, longest: int = 60) -> str:
        code = self.text(longest)
        if not code.replace("-", "").replace("_", "").isalnum():
            self.fail(f"{code!r} is no code: use letters, digits and hyphens.")
        return code

    def codes(self) -> list[str]:
        return [item.code() for item in self.items()]

    def whole(self, least: int, most: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not least <= self.value <= most:
            self.fail(f"must be a whole number from {least} to {most}.")
        return self.value

    def number(self, least: int, most: int) -> Decimal:
        try:
            number = Decimal(str(self.value))
        except InvalidOperation:
            self.fail("must be a number.")
        if not least <= number <= most:
            self.fail(f"must be from {least} to {most}.")
        return number

    def flag(self, key: str) -> bool:
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            self.at(value, key).fail("must be true or false.")
        return value

    def languages(self) -> dict[str, "Node"]:
        """A value under every language of the product."""
        self.expect(LANGUAGES)
        return {language: self[language] for language in LANGUAGES}

    def worded(self, longest: int = 10_000) -> dict[str, str]:
        return {language: node.text(longest) for language, node in self.languages().items()}


def read_file(path: Path, root: Path) -> Node:
    file = str(path.relative_to(root.parent))
    try:
        return Node(yaml.load(path.read_bytes().decode(), Loader=_Loader), file)  # noqa: S506 - a safe loader
    except UnicodeDecodeError:
        raise SourceError(f"{file}: is not UTF-8 text. Save it as UTF-8.") from None
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark
        place = f", line {mark.line + 1}" if mark else ""
        raise SourceError(f"{file}{place}: is not valid YAML ({wrong.problem}).") from None


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
