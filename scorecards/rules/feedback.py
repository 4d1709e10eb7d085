"""360 feedback: which groups may be shown, and the score they make together.

A group other than the manager is shown from `min_raters` raters on. Smaller ones are pooled into `others`,
and what is still too small is dropped. The score is made of the shown groups alone, so no number that leaves
here says anything about an answer in a dropped group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm

from .points import parse_number, plain
from .rounding import EXACT, ZERO, mean, rounded_ratio
from .sentences import RuleError

SCORE_PLACES = 4
LEAST_RATERS = 3
BEST_RATING = 5


class Relation(StrEnum):
    SELF = "self"
    MANAGER = "manager"
    PEER = "peer"
    REPORT = "report"
    CUSTOMER = "customer"


OTHERS = "others"
# `self` is no group: it never counts.
GROUP_ORDER = (Relation.MANAGER, Relation.PEER, Relation.REPORT, Relation.CUSTOMER)

Weights = Mapping[str, Decimal]  # relation: weight above zero; a relation without one does not count


@dataclass(frozen=True, slots=True)
class Answer:
    rater: str  # anything that is the same for all answers of one rater about one person
    relation: str
    rating: int | None  # 1 to 5; None where the rater could not observe


@dataclass(frozen=True, slots=True)
class Rater:
    """One rater's answers about one person, added up."""

    rater: str
    relation: str
    total: int  # sum of the ratings given
    answered: int  # how many ratings were given


@dataclass(frozen=True, slots=True)
class Group:
    """A group that may be shown."""

    name: str  # manager, peer, report, customer or others
    raters: int
    weight: Decimal
    mean: Fraction  # of its raters, 1 to 5, exact
    score: Decimal  # the same on 0 to 100, 4 places


@dataclass(frozen=True, slots=True)
class Feedback:
    groups: tuple[Group, ...] = ()  # in the order manager, peer, report, customer, others
    score: Decimal | None = None  # 4 places; None where no group is shown


def parse_weights(text: str) -> dict[str, Decimal]:
    """The weights of `relation:weight;…`, in the order written. Weight 0 is the same as not being named."""
    weights: dict[str, Decimal] = {}
    for part in text.strip().removesuffix(";").split(";"):
        relation, colon, weight = (piece.strip() for piece in part.partition(":"))
        if not colon:
            raise RuleError("feedback_weight_form", text=part.strip())
        if relation not in GROUP_ORDER:
            raise RuleError("feedback_weight_relation", relation=relation)
        if relation in weights:
            raise RuleError("feedback_weight_twice", relation=relation)
        weights[relation] = parse_number(weight)
        if weights[relation] < 0:
            raise RuleError("weight_negative", weight=plain(weights[relation]))
    if not any(weights.values()):
        raise RuleError("feedback_weight_none")
    return {relation: weight for relation, weight in weights.items() if weight}


def check_min_raters(min_raters: int) -> None:
    """With fewer than 3 raters one of two could work out the other's answer; RuleError then."""
    if min_raters < LEAST_RATERS:
        raise RuleError("min_raters", min_raters=min_raters)


def check_answer(subject: str, answer: Answer) -> None:
    """Raise RuleError for an answer that must not be stored.

    That is: an unknown relation, `self` by someone else, oneself by another name, a rating outside 1 to 5.
    """
    if answer.relation not in list(Relation):
        raise RuleError("relation", relation=answer.relation)
    if (answer.rater == subject) != (answer.relation == Relation.SELF):
        raise RuleError("relation_self")
    if answer.rating is not None and not 1 <= answer.rating <= BEST_RATING:
        raise RuleError("rating", rating=answer.rating)


def raters_of(answers: Iterable[Answer]) -> list[Rater]:
    """The answers about one person added up by rater, in the order in which the raters first appear.

    A manager may also answer in one other relation, and is then a rater in each. RuleError for any other
    rater with two relations: one person counted twice makes a group look large enough.
    """
    relations: dict[str, str] = {}
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for answer in answers:
        if answer.relation != Relation.MANAGER:
            relation = relations.setdefault(answer.rater, answer.relation)
            if relation != answer.relation:
                first, second = sorted((relation, answer.relation))
                raise RuleError("rater_relations", first=first, second=second)
        total, answered = sums.get((answer.rater, answer.relation), (0, 0))
        if answer.rating is not None:
            total, answered = total + answer.rating, answered + 1
        sums[answer.rater, answer.relation] = (total, answered)
    return [Rater(rater, relation, *added) for (rater, relation), added in sums.items()]


def judge_feedback(raters: Iterable[Rater], weights: Weights, min_raters: int) -> Feedback:
    """The groups that may be shown, and the score they make.

    Score: (mean of the shown groups by weight − 1) ÷ 4 × 100, 4 places. A group's own score is made alike.
    Self never counts, a rater who answered nothing is no rater, and a relation without a weight is left out.
    Means are not rounded on the way; groups and score are, once each, half away from zero.
    """
    check_min_raters(min_raters)
    groups = _shown(_by_relation(raters, weights), weights, min_raters)
    if not groups:
        return Feedback()
    overall = mean((group.weight, group.mean.as_integer_ratio()) for group in groups)
    return Feedback(groups, _on_hundred(*overall))


def feedback_score(raters: Iterable[Rater], weights: Weights, min_raters: int) -> Decimal | None:
    """The score alone; see `judge_feedback`."""
    return judge_feedback(raters, weights, min_raters).score


def _by_relation(raters: Iterable[Rater], weights: Weights) -> dict[str, list[Rater]]:
    """The raters who count, by relation."""
    seen: set[tuple[str, bool]] = set()
    relations: dict[str, list[Rater]] = {}
    for rater in raters:
        place = (rater.rater, rater.relation == Relation.MANAGER)
        if place in seen:
            raise RuleError("rater_twice")
        seen.add(place)
        if rater.answered and weights.get(rater.relation):
            relations.setdefault(rater.relation, []).append(rater)
    return relations


def _shown(relations: Mapping[str, Sequence[Rater]], weights: Weights, min_raters: int) -> tuple[Group, ...]:
    groups: list[Group] = []
    pooled: list[Rater] = []
    pooled_weight = ZERO
    for relation in GROUP_ORDER:
        raters = relations.get(relation, ())
        if raters and (relation == Relation.MANAGER or len(raters) >= min_raters):
            groups.append(_group(relation.value, raters, weights[relation]))
        elif raters:
            pooled.extend(raters)
            pooled_weight = EXACT.add(pooled_weight, weights[relation])
    if len(pooled) >= min_raters:
        groups.append(_group(OTHERS, pooled, pooled_weight))
    return tuple(groups)


def _group(name: str, raters: Sequence[Rater], weight: Decimal) -> Group:
    """The mean of the raters' means, as a group."""
    # Raters with as many answers are added up first: one division instead of one for each rater.
    totals: dict[int, int] = {}
    for rater in raters:
        totals[rater.answered] = totals.get(rater.answered, 0) + rater.total
    common = lcm(*totals)
    top = sum(total * (common // answered) for answered, total in totals.items())
    bottom = common * len(raters)
    return Group(name, len(raters), weight, Fraction(top, bottom), _on_hundred(top, bottom))


def _on_hundred(top: int, bottom: int) -> Decimal:
    """A mean rating of top ÷ bottom on the scale from 0 to 100: (m − 1) ÷ 4 × 100, to 4 places."""
    return rounded_ratio(100 * (top - bottom), (BEST_RATING - 1) * bottom, SCORE_PLACES)
