"""What changed between two texts, by words, or by characters where a script has no spaces."""

import re
from difflib import SequenceMatcher
from enum import StrEnum

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff"
TOKEN = re.compile(rf"[{HAN}]|(?:(?![{HAN}])[^\W_])+|\s+|.", re.DOTALL)


class Change(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


def changes(old: str, new: str) -> list[tuple[Change, str]]:
    """The stretches of both texts in order; kept and new ones together are `new`, kept and gone ones `old`."""
    left, right = TOKEN.findall(old), TOKEN.findall(new)
    found: list[tuple[Change, str]] = []
    for how, left_from, left_to, right_from, right_to in SequenceMatcher(
        None, left, right, autojunk=False
    ).get_opcodes():
        if how == "equal":
            found.append((Change.KEPT, "".join(left[left_from:left_to])))
            continue
        if left_to > left_from:
            found.append((Change.GONE, "".join(left[left_from:left_to])))
        if right_to > right_from:
            found.append((Change.NEW, "".join(right[right_from:right_to])))
    return found
