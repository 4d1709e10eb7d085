"""When two short texts say the same, however they were typed; and how long a text is."""

import re
import unicodedata

KEPT = frozenset("%&#@/*+")  # marks that mean something: 5% is not 5, A/B is not AB
SILENT = frozenset("'’‘`´")  # inside a word, such as don’t: they go without leaving a blank
ANYTHING = "*"

# Writing without blanks between words: Han, kana, and what stands between them.
_DENSE = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BESIDE_DENSE = re.compile(f"(?<=[{_DENSE}]) | (?=[{_DENSE}])")
_DENSE_MARK = re.compile(f"[{_DENSE}]")
_COUNTED = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}_]+(?:['’.,-][^\W{_DENSE}_]+)*")


def folded(text: str, *, case: bool = False) -> str:
    """`text` without what typing adds: width and compatible forms (NFKC), punctuation, blanks, and case unless `case`.

    Between Latin words one blank stays; beside a Chinese character none. A point or comma inside a number and a
    minus before one stay; folding twice is folding once.
    """
    text = unicodedata.normalize("NFKC", text)
    if not case:
        text = unicodedata.normalize("NFKC", text.casefold())
    kept = "".join(_mark(text, place) for place in range(len(text)))
    return _BESIDE_DENSE.sub("", " ".join(kept.split()))


def _mark(text: str, place: int) -> str:
    """The character at `place`, or the blank or nothing that stands for it."""
    mark = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if mark in SILENT:
        return ""
    if mark in ".," and before.isdigit() and after.isdigit():
        return "."
    if mark in "-−" and after.isdigit() and not before.isalnum():
        return "-"
    if mark in KEPT:
        return mark
    return " " if unicodedata.category(mark)[0] in "PZC" else mark


def matches(pattern: str, text: str, *, case: bool = False) -> bool:
    """Does `text` say what `pattern` says? In the pattern * stands for anything, nothing included; \\* for a star.

    An empty text matches nothing.
    """
    given = folded(text, case=case)
    if not given:
        return False
    parts = [folded(part.replace("\0", ANYTHING), case=case) for part in _split(pattern)]
    if len(parts) == 1:
        return bool(parts[0]) and given == parts[0]
    if len(given) < len(parts[0]) + len(parts[-1]):
        return False
    if not (given.startswith(parts[0]) and given.endswith(parts[-1])):
        return False
    return _in_turn(parts[1:-1], given[len(parts[0]) : len(given) - len(parts[-1])])


def _split(pattern: str) -> list[str]:
    return pattern.replace("\\" + ANYTHING, "\0").split(ANYTHING)


def _in_turn(parts: list[str], text: str) -> bool:
    """Do the parts stand in the text one after the other?"""
    start = 0
    for part in parts:
        found = text.find(part, start)
        if found < 0:
            return False
        start = found + len(part)
    return True


def says_something(pattern: str) -> bool:
    """Can any answer match the pattern?"""
    return ANYTHING in pattern or bool(folded(pattern))


def length(text: str) -> int:
    """How long a text is as its reader counts: each Chinese character is one, each word or number of others is one."""
    return len(_COUNTED.findall(text))


def is_dense(text: str) -> bool:
    """Is it written without blanks between words, as Chinese is?"""
    return bool(_DENSE_MARK.search(text))
