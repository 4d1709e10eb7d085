"""Every sentence the rules can say, in one place.

The rules know no language but English: a door passes its own `gettext` to `text()`, and the sentences are
marked with `gettext_noop` so that the message files find them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(sentence: str) -> str:
    """Return the sentence as it is; the name marks it for translation."""
    return sentence


SENTENCES: dict[str, str] = {
    # points and curves
    "number": gettext_noop("%(text)s is not a number. Write digits with a decimal point, as in 0.8."),
    "point_form": gettext_noop("Point %(place)s, %(text)s, is not written x:score, as in 0.8:60."),
    "point_number": gettext_noop(
        "Point %(place)s: %(text)s is not a number. Write digits with a decimal point, as in 0.8."
    ),
    "curve_kind": gettext_noop("There is no curve %(kind)s. Use linear, interpolate, steps or direct."),
    "linear_count": gettext_noop("A linear curve needs exactly two points; this one has %(count)s."),
    "linear_same_x": gettext_noop("The two points of a linear curve need different x; both are at %(x)s."),
    "interpolate_count": gettext_noop("An interpolate curve needs at least two points; this one has %(count)s."),
    "interpolate_order": gettext_noop("The x of an interpolate curve must rise: %(x)s comes after %(before)s."),
    "steps_count": gettext_noop("A steps curve needs at least one point."),
    "steps_order": gettext_noop("The x of a steps curve must all rise or all fall: %(x)s comes after %(before)s."),
    "direct_points": gettext_noop("A direct curve takes no points: the score is the value itself."),
    "floor_above_cap": gettext_noop("The floor %(floor)s is above the cap %(cap)s."),
    # plans and targets
    "component": gettext_noop("There is no component %(component)s. Use kpi, feedback, okr, visit, training or quiz."),
    "source_kpi": gettext_noop("A kpi line needs the code of its KPI as source."),
    "source_visit": gettext_noop("The source of a visit line is own or unit, not %(source)s."),
    "source_blank": gettext_noop("A line of %(component)s takes no source; leave it blank."),
    "basis": gettext_noop("There is no basis %(basis)s. Use value or achievement."),
    "weight_negative": gettext_noop("A weight cannot be below zero: %(weight)s."),
    "weights_sum": gettext_noop("The weights of plan %(plan)s sum to %(sum)s, not to 100."),
    "target_scopes": gettext_noop("A target names one of employee, position and unit, or none of them."),
    "target_twice": gettext_noop("Two targets are set for the same %(scope)s."),
    # KPI facts
    "aggregation": gettext_noop("There is no aggregation %(aggregation)s. Use sum, ratio or last."),
    "denominator_needed": gettext_noop("A fact of a ratio KPI needs a denominator above zero."),
    "denominator_unwanted": gettext_noop("Only a fact of a ratio KPI has a denominator; leave it blank."),
    "month_twice": gettext_noop("Month %(month)s has two facts; a KPI that reads the last month needs one."),
    # OKR
    "result_kind": gettext_noop("There is no key result of kind %(kind)s. Use metric or milestone."),
    "weight_zero": gettext_noop("A weight must be above zero: %(weight)s."),
    "metric_ends": gettext_noop("A metric needs a start and a target."),
    "metric_flat": gettext_noop("The target equals the start, %(start)s; a metric must have somewhere to go."),
    "milestone_range": gettext_noop("A milestone is a share from 0 to 1, not %(current)s. Write 0.7 for 70 %%."),
    "objective_weights": gettext_noop(
        "Objective %(objective)s has two weights, %(first)s and %(second)s; give it one."
    ),
    # 360
    "relation": gettext_noop("There is no relation %(relation)s. Use self, manager, peer, report or customer."),
    "relation_self": gettext_noop("The relation self is for answers about oneself, and for those alone."),
    "rating": gettext_noop("A rating is a whole number from 1 to 5, or blank for not observed; not %(rating)s."),
    "rater_relations": gettext_noop(
        "One rater answers as %(first)s and as %(second)s; besides manager, a rater has one relation to a person."
    ),
    "rater_twice": gettext_noop("One rater is given twice; add up a rater's answers first."),
    "min_raters": gettext_noop("A group needs 3 raters or more to stay anonymous, not %(min_raters)s."),
    "feedback_weight_form": gettext_noop("%(text)s is not written relation:weight, as in peer:30."),
    "feedback_weight_relation": gettext_noop(
        "%(relation)s cannot have a weight. Use manager, peer, report and customer."
    ),
    "feedback_weight_twice": gettext_noop("%(relation)s has two weights; give it one."),
    "feedback_weight_none": gettext_noop("At least one relation needs a weight above zero."),
    # bands and cards
    "band_form": gettext_noop("%(text)s is not written grade:bound, as in A:95."),
    "band_grade_twice": gettext_noop("Grade %(grade)s has two bounds; give it one."),
    "band_bound_twice": gettext_noop("Grades %(first)s and %(second)s have the same bound, %(bound)s."),
    "min_coverage": gettext_noop("The smallest coverage is from 0 to 100, not %(min_coverage)s."),
    "line_missing": gettext_noop("There is no data for %(lines)s."),
    "line_none": gettext_noop("No line has data."),
    "coverage_low": gettext_noop(
        "The lines with data weigh %(coverage)s of 100; this cycle asks for at least %(min_coverage)s."
    ),
    # incentives
    "cycle_dates": gettext_noop("The cycle ends on %(ends_on)s, before it starts on %(starts_on)s."),
    "multiplier_negative": gettext_noop("A multiplier cannot be below zero: %(multiplier)s."),
    "distribute": gettext_noop("There is no way %(distribute)s to distribute a pool. Use cap or all."),
    "minor_digits": gettext_noop("A currency has from 0 to 6 minor digits, not %(minor_digits)s."),
    "pool_needed": gettext_noop("To distribute all of a pool, the pool needs an amount."),
    "pool_negative": gettext_noop("A pool cannot be below zero: %(pool)s."),
    "award_negative": gettext_noop("An award cannot be below zero: employee %(employee_no)s has %(award)s."),
    "pay_negative": gettext_noop("Pay cannot be below zero: %(amount)s."),
    "gate_no_score": gettext_noop("There is no score."),
    "gate_score_low": gettext_noop("The score %(score)s is below %(minimum)s."),
    "gate_certificates": gettext_noop("No certificate valid on the last day of the cycle for %(courses)s."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is as it is: a code that stays the same for good, and what the sentence names."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = gettext_noop) -> str:
        """The sentence, in English unless a door passes its `gettext`."""
        return translate(SENTENCES[self.code]) % self.params


class RuleError(ValueError):
    """Input that no rule can work with, said in one sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.reason = Reason(code, {name: shown(value) for name, value in params.items()})
        super().__init__(self.reason.text())

    @property
    def code(self) -> str:
        return self.reason.code

    @property
    def params(self) -> Mapping[str, str]:
        return self.reason.params

    def text(self, translate: Callable[[str], str] = gettext_noop) -> str:
        """The sentence, in English unless a door passes its `gettext`."""
        return self.reason.text(translate)

    def __reduce__(self) -> tuple[Callable[[str, dict[str, str]], "RuleError"], tuple[str, dict[str, str]]]:
        return _rebuilt, (self.code, dict(self.params))


def shown(value: object, longest: int = 40) -> str:
    """The value as a sentence shows it: a very long one is cut, so that no cell can flood a report."""
    text = str(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _rebuilt(code: str, params: dict[str, str]) -> RuleError:
    return RuleError(code, **params)
