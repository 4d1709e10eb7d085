"""What changed between two versions of a question, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments import types
from assessments.models import QuestionVersion
from assessments.rules.differences import Difference, Piece, differences, pieces
from assessments.types.wordings import joined

NAMES: Mapping[str, str | Promise] = {
    "stem": gettext_lazy("What is asked"),
    "feedback": gettext_lazy("What it teaches"),
    "options": gettext_lazy("Option"),
    "option_feedback": gettext_lazy("Said to whoever chooses it"),
    "left": gettext_lazy("Entry"),
    "right": gettext_lazy("Partner"),
    "nodes": gettext_lazy("Round"),
    "replies": gettext_lazy("Reply"),
    "gaps": gettext_lazy("Gap"),
    "outline": gettext_lazy("What markers look for"),
    "unit": gettext_lazy("Unit"),
    "units": gettext_lazy("Other spellings of the unit"),
    "unit_required": gettext_lazy("An answer without a unit is wrong"),
    "credits": gettext_lazy("Credits"),
    "case": gettext_lazy("Capital and small letters must be as written"),
    "weights": gettext_lazy("Weights"),
    "rubric": gettext_lazy("Criteria"),
    "words": gettext_lazy("Fewest and most words"),
    "extensions": gettext_lazy("Kinds of file"),
    "largest": gettext_lazy("Largest file"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `language`: its name, '' for what concerns all. `pieces`: how the text became another."""

    label: str
    language: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.before, self.after)


def changes(before: QuestionVersion, after: QuestionVersion) -> list[Change]:
    """Of two versions of the same question: texts first, language by language, then the key and the rest."""
    found = [change for code, name in settings.LANGUAGES for change in _worded(before, after, code, str(name))]
    found += _right(before, after)
    for each in differences(before.details, after.details):
        found.append(_change(str(NAMES.get(each.path[0], each.path[0])), each))
    if before.mark != after.mark:
        found.append(Change(_("Mark"), "", f"{before.mark.normalize():f}", f"{after.mark.normalize():f}"))
    return found or _built(before, after)


def summary(before: QuestionVersion, after: QuestionVersion) -> str:
    """What changed, on one line, without the texts."""
    said = (f"{each.label} ({each.language})" if each.language else each.label for each in changes(before, after))
    return joined(dict.fromkeys(said), get_language() or "")


def _worded(before: QuestionVersion, after: QuestionVersion, code: str, name: str) -> Iterator[Change]:
    for each in differences(before.wording.get(code) or {}, after.wording.get(code) or {}):
        label = str(NAMES.get(each.path[0], each.path[0]))
        key = " ".join(each.path[1:])
        yield _change(f"{label} {key}".strip(), each, name)


def _right(before: QuestionVersion, after: QuestionVersion) -> list[Change]:
    if not differences(before.right, after.right):
        return []
    language, kind = get_language() or "", types.of(after.question.kind)
    old, new = kind.right_told(before, language), kind.right_told(after, language)
    if old == new:  # such as a tolerance, or the credit of an answer that is partly right
        old, new = told(before.right), told(after.right)
    return [Change(_("Right answer"), "", old, new)]


def _built(before: QuestionVersion, after: QuestionVersion) -> list[Change]:
    """Where every text stayed: the order of the options, or where replies lead."""
    if not differences(before.options, after.options):
        return []
    return [Change(_("How it is put together"), "", told(before.options), told(after.options))]


def _change(label: str, difference: Difference, language: str = "") -> Change:
    return Change(label, language, told(difference.before), told(difference.after))


def told(value: Any) -> str:
    """Anything that a version holds, on one line."""
    language = get_language() or ""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case dict():
            return joined((f"{key}: {told(each)}" for key, each in value.items()), language)
        case list():
            return joined(map(told, value), language)
    return str(value)
