"""Where a standard stands in the rest of the product: taught, tested, observed, measured.

A provider is asked, with the primary keys of standards, for the uses it knows, at a constant number of queries.
Providers are registered once, in an app's `ready()`:

coverage.add_use(coverage.TAUGHT, taught)
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Question, Standard

TAUGHT, TESTED, OBSERVED, MEASURED = "taught", "tested", "observed", "measured"


@dataclass(frozen=True, slots=True)
class Kind:
    """A way in which a standard can be used, and what is missing where it is not."""

    name: str
    label: str | Promise
    gap: str | Promise


KINDS = (
    Kind(TAUGHT, _("Taught"), _("no lesson")),
    Kind(TESTED, _("Tested"), _("no question")),
    Kind(OBSERVED, _("Observed"), _("no visit item")),
    Kind(MEASURED, _("Measured"), _("no KPI")),
)


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a standard is used, worded for the reader. Without an address it cannot be opened."""

    text: str
    url: str = ""


Provider = Callable[[Sequence[int]], Mapping[int, Sequence[Use]]]
_providers: dict[str, list[Provider]] = {kind.name: [] for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Row:
    """A standard with its uses, by kind."""

    standard: Standard
    uses: Mapping[str, list[Use]]

    @property
    def cells(self) -> list[tuple[Kind, list[Use]]]:
        return [(kind, self.uses[kind.name]) for kind in KINDS]

    @property
    def gaps(self) -> list[Kind]:
        return [kind for kind in KINDS if not self.uses[kind.name]]


def add_use(kind: str, provider: Provider) -> Provider:
    """Ask `provider` for uses of this kind. Adding it twice asks it once."""
    if provider not in _providers[kind]:
        _providers[kind].append(provider)
    return provider


def rows(standards: Iterable[Standard]) -> list[Row]:
    """The standards in the order given, each with its uses; as many queries as the providers take, not more."""
    standards = list(standards)
    keys = [standard.pk for standard in standards]
    found: dict[int, dict[str, list[Use]]] = {pk: {kind.name: [] for kind in KINDS} for pk in keys}
    for kind, providers in _providers.items():
        for provider in providers:
            for pk, uses in provider(keys).items():
                if pk in found:
                    found[pk][kind].extend(uses)
    return [Row(standard, found[standard.pk]) for standard in standards]


def tested(standards: Sequence[int]) -> dict[int, list[Use]]:
    """The questions of each standard, with the quizzes that ask them; three queries."""
    pairs = list(Question.objects.filter(standards__in=standards).order_by("code").values_list("standards", "pk"))
    questions = Question.objects.prefetch_related("quizzes").in_bulk({pk for _standard, pk in pairs})
    found: dict[int, list[Use]] = {}
    for standard, pk in pairs:
        found.setdefault(standard, []).append(_question(questions[pk]))
    return found


def _question(question: Question) -> Use:
    quizzes = list(question.quizzes.all())
    text = " · ".join([question.code, *(quiz.title or quiz.code for quiz in quizzes)])
    return Use(text, f"/quizzes/{quizzes[0].code}/" if quizzes else "")


add_use(TESTED, tested)
