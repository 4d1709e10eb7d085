"""What is asked of every definition, in sentences for the person who writes questions."""

import re
from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.rules import folding, numbers

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

MOST_OPTIONS = 20
KEY = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


def stems(version: "QuestionVersion") -> list[str]:
    """Is anything asked, in every language that the question has?"""
    if not isinstance(version.wording, dict) or not version.wording:
        return [_("The question has no wording in any language.")]
    return [
        _("In %(language)s the question asks nothing: write its text.") % {"language": language_name(code)}
        for code, texts in version.wording.items()
        if not (isinstance(texts, dict) and str(texts.get("stem") or "").strip())
    ]


def keys(found: Any, what: str, *, least: int, most: int = MOST_OPTIONS) -> list[str]:
    """Are these so many keys, each different? `what` names them: “options”."""
    if not isinstance(found, list) or not all(isinstance(key, str) and KEY.fullmatch(key) for key in found):
        return [_("The %(what)s need keys of letters, digits, hyphens and underscores.") % {"what": what}]
    if len(set(found)) != len(found):
        return [_("Two of the %(what)s have the same key.") % {"what": what}]
    if not least <= len(found) <= most:
        return [
            _("The question needs from %(least)s to %(most)s %(what)s, not %(count)s.")
            % {"least": least, "most": most, "what": what, "count": len(found)}
        ]
    return []


def texts(
    version: "QuestionVersion", part: str, wanted: Collection[str], what: str, *, differ: bool = True
) -> list[str]:
    """Has every key its text, in every language that the question has, and, to `differ`, no two the same?"""
    problems = []
    for code, wording in version.wording.items():
        given = wording.get(part)
        given = given if isinstance(given, dict) else {}
        said = [str(given.get(key) or "").strip() for key in wanted]
        place = {"language": language_name(code), "what": what}
        if not all(said):
            problems.append(_("In %(language)s some of the %(what)s have no text.") % place)
        elif differ and len(set(said)) != len(said):
            problems.append(_("In %(language)s two of the %(what)s say the same.") % place)
    return problems


def credits(found: Any, known: Collection[str], *, least: int = 0) -> list[str]:
    """Is this a mapping of known keys to credits from `least` to 1?"""
    if not isinstance(found, dict) or not set(found) <= set(known):
        return [_("A credit is given to something that the question does not have.")]
    return [] if all(is_credit(value, least=least) for value in found.values()) else [wrong_credit(least)]


def is_credit(written: Any, *, least: int = 0) -> bool:
    value = numbers.exact(written)
    return value is not None and least <= value <= 1


def wrong_credit(least: int = 0) -> str:
    return _("A credit is a number from %(least)s to 1, such as 0.5 or 1/3.") % {"least": least}


def full_credit(found: Iterable[Any]) -> list[str]:
    """Is there an answer among these that earns everything?"""
    if any(numbers.exact(value) == 1 for value in found):
        return []
    return [_("No answer earns the full mark: give one of them the credit 1.")]


def right_numbers(found: Any) -> list[str]:
    """Is this a list of right numbers, each with a tolerance and a credit if need be?"""
    if not _are_entries(found, "value"):
        return [_("Give at least one right number.")]
    problems = []
    for entry in found:
        tolerance = numbers.exact(entry.get("tolerance", 0))
        if numbers.exact(entry["value"]) is None:
            problems.append(_("“%(text)s” is no number; write it like 12.5.") % {"text": entry["value"]})
        if tolerance is None or tolerance < 0:
            problems.append(_("The tolerance is a number from 0 up, such as 0.1."))
        if not is_credit(entry.get("credit", 1)):
            problems.append(wrong_credit())
    return problems or full_credit(entry.get("credit", 1) for entry in found)


def right_texts(found: Any) -> list[str]:
    """Is this a list of right texts, each with a credit if need be?"""
    if not _are_entries(found, "text"):
        return [_("Give at least one right text.")]
    problems = []
    for entry in found:
        if not folding.says_something(str(entry["text"])):
            problems.append(_("“%(text)s” can be typed by nobody: it has neither letter nor digit.") % entry)
        if not is_credit(entry.get("credit", 1)):
            problems.append(wrong_credit())
    return problems or full_credit(entry.get("credit", 1) for entry in found)


def rubric(found: Any) -> list[str]:
    """Is this a list of criteria as a rubric has them, or none at all?"""
    if found is None or found == []:
        return []
    fits = isinstance(found, list) and all(
        isinstance(each, dict)
        and isinstance(each.get("texts"), dict)
        and any(each["texts"].values())
        and isinstance(each.get("points"), int)
        and each["points"] >= 1
        for each in found
    )
    if not fits:
        return [_("Every criterion needs a text and its most points, 1 or more.")]
    return keys([each.get("key") for each in found], _("criteria"), least=1, most=MOST_OPTIONS)


def _are_entries(found: Any, name: str) -> bool:
    return isinstance(found, list) and bool(found) and all(isinstance(each, dict) and name in each for each in found)


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def exact(written: Any) -> Fraction:
    """A number of a checked definition."""
    value = numbers.exact(written)
    if value is None:
        raise ValueError(written)
    return value
