"""Lines to be put in order.

`options`: [keys]; `right`: [keys in order]; wording "options": {key: text}. The answer: [keys], all of them, or
nothing. However they stand in the definition, they are shown in an order that says nothing about the right one. The
page shows the keys in its source: they must tell nothing either, see rules.orderings.opaque.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.rules import grading, orderings
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, WrongAnswer, misfit
from assessments.types.wordings import labels

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

PLACE = "place-"


class Ordering(QuestionType):
    kind = "ordering"

    def check(self, version: "QuestionVersion") -> list[str]:
        what = _("lines")
        if problems := checks.keys(version.options, what, least=2) or checks.stems(version):
            return problems
        problems = checks.texts(version, "options", version.options, what)
        if not isinstance(version.right, list) or sorted(map(str, version.right)) != sorted(version.options):
            problems.append(_("The right order must hold every line once."))
        return problems

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        places = form.starting(PLACE)
        if not places:
            return []
        wanted = [str(place) for place in range(1, len(version.options) + 1)]
        if not all(key in version.options for key in places) or not set(places.values()) <= set(wanted):
            raise misfit()
        if doubled := [place for place, times in Counter(places.values()).items() if times > 1]:
            raise WrongAnswer(
                _("Two lines have place %(place)s. Give every line a place of its own.") % {"place": min(doubled)}
            )
        if len(places) < len(wanted):
            raise WrongAnswer(_("Some lines have no place yet. Give every line a place of its own."))
        return sorted(places, key=lambda key: int(places[key]))

    def _normal(self, version: "QuestionVersion", raw: Any) -> list[str]:
        if not raw and isinstance(raw, dict | list):
            return []
        if not isinstance(raw, list) or sorted(map(str, raw)) != sorted(version.options):
            raise misfit()
        return list(raw)

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        order = list(answer)
        return {f"{PLACE}{key}": [str(order.index(key) + 1)] if order else [] for key in version.options}

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        given = orderings.adjacent_share(version.right, list(answer))
        return given if partial else grading.whole(given)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        texts = labels(version, language, "options", version.options)
        keys = shown if set(shown) == set(texts) else orderings.mixed(list(texts), str(version.question_id))
        return {
            "lines": [{"key": key, "text": texts[key], "name": f"{PLACE}{key}"} for key in keys],
            "places": [str(place) for place in range(1, len(keys) + 1)],
        }

    def shufflable(self, version: "QuestionVersion") -> list[str]:
        return list(version.options)

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        texts = labels(version, language, "options", version.options)
        order = list(answer)
        lines = [
            {
                "text": texts[key],
                "fate": ("right" if key == wanted else "wrong") if right else "",
            }
            for key, wanted in zip_longest(order, version.right)
            if key is not None
        ]
        return {"lines": lines, "right": [texts[key] for key in version.right] if right else []}

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        texts = labels(version, language, "options", version.options)
        return " → ".join(texts[key] for key in answer)

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        return self.read(version, version.right)
