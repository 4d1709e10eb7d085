"""Questions from an Aiken file: a text, options A to Z, and a line `ANSWER: B`.

https://docs.moodle.org/en/Aiken_format
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from assessments.formats import making, texts
from assessments.formats.making import Option
from assessments.formats.spec import Found, Refusal, Refused, Settings

OPTION = re.compile(r"\s*([A-Z])[.)]\s+(\S.*)")
BARE = re.compile(r"\s*([A-Z])[.)]\s*$")
ANSWER = re.compile(r"\s*ANSWER\s*[:：]\s*(.*?)\s*", re.I)


@dataclass(slots=True)
class _Block:
    line: int
    asked: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def read(data: bytes, settings: Settings) -> Iterator[Found]:
    """The questions of the file in their order, and those that cannot be taken. Raises Unreadable."""
    block: _Block | None = None
    for number, line in enumerate(texts.decoded(data, settings.encoding).split("\n"), start=1):
        if not line.strip():
            continue
        block = block or _Block(number)
        if answer := ANSWER.fullmatch(line):
            yield _found(block, answer[1].upper(), number, settings.language)
            block = None
        elif BARE.match(line):
            block.problem = block.problem or _("Line %(line)s: the option has no text.") % {"line": number}
        elif option := OPTION.fullmatch(line):
            if option[1] in block.options:
                said = _(
                    "Line %(line)s: option %(letter)s stands here for the second time. Is the line ANSWER missing?"
                )
                block.problem = block.problem or said % {"line": number, "letter": option[1]}
            block.options[option[1]] = option[2].strip()
        elif block.options:
            said = _("Line %(line)s stands among the options and is none: write it like “A. text”, all on one line.")
            block.problem = block.problem or said % {"line": number}
        else:
            block.asked.append(line.strip())
    if block is not None:
        yield _refusal(block, _("The line “ANSWER: …” is missing, which says what is right."))


def _found(block: _Block, answer: str, line: int, language: str) -> Found:
    place = _("line %(line)s") % {"line": block.line}
    if block.problem:
        return _refusal(block, block.problem)
    if answer not in block.options:
        said = _("Line %(line)s: the answer is %(letter)s, but there is no such option.")
        return _refusal(block, said % {"line": line, "letter": answer or "?"})
    options = [Option(text, Fraction(int(letter == answer))) for letter, text in block.options.items()]
    try:
        kind, parts = making.choice(options, several=False, notes=[])
        del parts["details"], parts["texts"]["option_feedback"]
        stem = texts.stored("\n".join(block.asked))
        return making.spec(place, language, kind, parts, stem=stem, feedback=None)
    except Refused as refused:
        return _refusal(block, str(refused))


def _refusal(block: _Block, reason: str) -> Refusal:
    name = " ".join(block.asked) or next(iter(block.options.values()), "")
    return Refusal(_("line %(line)s") % {"line": block.line}, name[:60], reason)
