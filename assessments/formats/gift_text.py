"""GIFT, taken apart: questions with the lines they stand on, and the characters that mean something.

https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.utils.translation import gettext as _

from assessments.formats.spec import Refused

SPECIAL = "~=#{}:\\"
HIDDEN = {char: chr(0xFDD0 + place) for place, char in enumerate(SPECIAL)}  # noncharacters, which no text holds
NEW_LINE = chr(0xFDD0 + len(SPECIAL))
SHOWN = {ord(hidden): char for char, hidden in HIDDEN.items()} | {ord(NEW_LINE): "\n"}
ESCAPED = re.compile(r"\\([~=#{}:\\n])")
NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")
ID = re.compile(r"\[id:([^\]]*)\]")
TAG = re.compile(r"\[tag:([^\]]*)\]")
NAME = re.compile(r"\s*::(.*?)::", re.S)
WRITTEN_AS = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
WEIGHT = re.compile(r"\s*%(-?[0-9.]+)%")


@dataclass(slots=True)
class Block:
    """A question as it stands in the file: its lines, without comments, and what comments say of it."""

    line: int
    text: str = ""
    category: str | None = None
    code: str = ""
    tags: list[str] = field(default_factory=list)

    def line_at(self, place: int) -> int:
        return self.line + self.text.count("\n", 0, place)


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file, which blank lines part."""
    category: str | None = None
    block: Block | None = None
    code, tags = "", []
    for number, raw in enumerate([*NONCHARACTERS.sub("", text).split("\n"), ""], start=1):
        line = raw.rstrip()
        if line.lstrip().startswith("//"):
            named = ID.search(line)
            code = unquote(named[1].strip()) if named else code
            tags += TAG.findall(line)
            if block is not None:
                block.text += "\n"  # keeps the count of lines
        elif found := CATEGORY.fullmatch(line):
            category = found[1]
        elif line.strip():
            if block is None:
                block = Block(number, category=category, code=code, tags=tags)
                block.text, code, tags = hidden(raw), "", []
            else:
                block.text += f"\n{hidden(raw)}"
        elif block is not None:
            yield block
            block = None


def hidden(text: str) -> str:
    """The text with its escaped characters out of the way."""
    return ESCAPED.sub(lambda found: NEW_LINE if found[1] == "n" else HIDDEN[found[1]], text)


def shown(text: str) -> str:
    """The text with its escaped characters as they are meant."""
    return text.translate(SHOWN).strip()


def escaped(text: str) -> str:
    """The text so that nothing of it means anything to GIFT."""
    made = "".join(f"\\{char}" if char in SPECIAL else char for char in NONCHARACTERS.sub("", text))
    return made.replace("\n", "\\n")


@dataclass(frozen=True, slots=True)
class Cut:
    """A question cut at its braces. `body` None: it has none."""

    name: str
    before: str
    body: str | None
    after: str


def cut(block: Block) -> Cut:
    """Name, text, answers and the text behind them. Refused, naming the line, if the braces do not match."""
    text = block.text
    named = NAME.match(text)
    name, start = (shown(named[1]), named.end()) if named else ("", 0)
    opening, closing = text.find("{", start), text.find("}", start)
    if opening < 0 and closing < 0:
        return Cut(name, text[start:], None, "")
    if opening < 0 or 0 <= closing < opening:
        raise _stray(block, closing, "}")
    if closing < 0:
        raise Refused(
            _("Line %(line)s: the brace { is never closed. Close it, or write \\{ for a brace in the text.")
            % {"line": block.line_at(opening)},
            str(block.line_at(opening)),
        )
    if (nested := text.find("{", opening + 1, closing)) >= 0:
        raise _stray(block, nested, "{")
    for char in "{}":
        if (second := text.find(char, closing + 1)) >= 0:
            raise _stray(block, second, char)
    return Cut(name, text[start:opening], text[opening + 1 : closing], text[closing + 1 :])


def _stray(block: Block, place: int, brace: str) -> Refused:
    line = block.line_at(place)
    said = _(
        "Line %(line)s: the brace %(brace)s stands where none belongs. Put a blank line between two questions, "
        "and write \\%(brace)s for a brace in the text."
    )
    return Refused(said % {"line": line, "brace": brace}, str(line))


def written_as(text: str, otherwise: str) -> tuple[str, str]:
    """How a piece of text is written, html, moodle, plain or markdown, and the piece without saying so."""
    found = WRITTEN_AS.match(text)
    return (found[1], text[found.end() :]) if found else (otherwise, text)
