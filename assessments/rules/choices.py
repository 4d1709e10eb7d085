"""What was chosen, option by option: how often, and how good those who chose it are in the rest of the quiz."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rules.grading import rounded

REST_PLACES = 4
SHARE_PLACES = 2


@dataclass(frozen=True, slots=True)
class Answers:
    """Equal answers: the options chosen, how many people gave it, Σ of their rest scores and Σ of the squares."""

    chosen: frozenset[str]
    n: int
    rest: Fraction
    squares: Fraction


@dataclass(frozen=True, slots=True)
class Choice:
    """One option. `share`: percent of all answers, 2 places. `mean_rest`: of those who chose it, 4 places.

    `key`: None for those who chose nothing. `better`: those who chose it are clearly better in the rest of the quiz
    than those who chose rightly, though it is no right one.
    """

    key: str | None
    right: bool
    n: int
    share: Decimal
    mean_rest: Decimal | None
    better: bool = False


def by_option(options: Sequence[str], right: Collection[str], answers: Iterable[Answers]) -> list[Choice]:
    """Every option in the order given, then those who chose nothing, if there are any.

    With one right option, the choosers of each wrong one are held against those of the right one; with several,
    against those who left it alone. Clearly: by more than two standard errors.
    """
    given = list(answers)
    whole = sum(each.n for each in given)
    found = [_choice(key, right, given, whole) for key in options]
    nothing = _pooled(each for each in given if not each.chosen)
    if nothing.n:
        found.append(Choice(None, False, nothing.n, _share(nothing.n, whole), _mean(nothing)))
    return found


def _choice(key: str, right: Collection[str], answers: Sequence[Answers], whole: int) -> Choice:
    choosers = _pooled(each for each in answers if key in each.chosen)
    against = _pooled(
        each for each in answers if (each.chosen.issuperset(right) if len(right) == 1 else key not in each.chosen)
    )
    better = key not in right and _clearly_better(choosers, against)
    return Choice(key, key in right, choosers.n, _share(choosers.n, whole), _mean(choosers), better)


def _pooled(answers: Iterable[Answers]) -> Answers:
    n, rest, squares = 0, Fraction(0), Fraction(0)
    for each in answers:
        n, rest, squares = n + each.n, rest + each.rest, squares + each.squares
    return Answers(frozenset(), n, rest, squares)


def _clearly_better(one: Answers, other: Answers) -> bool:
    """By more than two standard errors of the difference of the means; never of fewer than two each."""
    if one.n < 2 or other.n < 2:
        return False
    apart = one.rest / one.n - other.rest / other.n
    return apart > 0 and apart**2 > 4 * (_error(one) + _error(other))


def _error(answers: Answers) -> Fraction:
    """The square of the standard error of the mean."""
    return (answers.squares - answers.rest**2 / answers.n) / (answers.n - 1) / answers.n


def _mean(answers: Answers) -> Decimal | None:
    return rounded(answers.rest / answers.n, REST_PLACES) if answers.n else None


def _share(n: int, whole: int) -> Decimal:
    return rounded(Fraction(100 * n, whole), SHARE_PLACES) if whole else Decimal(0)
