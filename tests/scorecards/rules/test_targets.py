import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rules.sentences import RuleError
from scorecards.rules.targets import Target, Targets

from .numbers import D

EVERYONE = Target(D(1))
COMPANY = Target(D(2), unit_code="NW")
STORE = Target(D(3), unit_code="S1")
SALES = Target(D(4), position_code="SR")
ANNE = Target(D(5), employee_no="0009")


def annes(*rows):
    return Targets.of(rows).target_for("0009", "SR", ["S1", "R1", "NW"])


def test_the_most_specific_target_wins():
    assert annes(EVERYONE, COMPANY, STORE, SALES, ANNE) == 5
    assert annes(EVERYONE, COMPANY, STORE, SALES) == 4
    assert annes(EVERYONE, COMPANY, STORE) == 3
    assert annes(EVERYONE, COMPANY) == 2
    assert annes(EVERYONE) == 1
    assert annes() is None


def test_targets_of_others_are_not_hers():
    assert annes(Target(D(7), employee_no="9"), Target(D(8), position_code="VPS"), Target(D(9), unit_code="S2")) is None


def test_a_target_of_zero_still_wins_over_a_wider_one():
    assert annes(EVERYONE, Target(D(0), employee_no="0009")) == 0


def test_a_person_without_a_position_has_no_positions_target():
    assert Targets.of([SALES, EVERYONE]).target_for("0009", "", []) == 1


@given(st.permutations([EVERYONE, COMPANY, STORE, SALES, ANNE]), st.integers(0, 5))
def test_the_order_of_the_targets_never_matters(rows, count):
    chosen = rows[:count]
    assert annes(*chosen) == annes(*sorted(chosen, key=lambda row: row.amount))
    assert annes(*chosen) == max((row.amount for row in chosen), default=None)


@pytest.mark.parametrize(
    ("row", "scope"),
    [(ANNE, "employee 0009"), (SALES, "position SR"), (STORE, "unit S1"), (EVERYONE, "everyone")],
)
def test_two_targets_for_the_same_scope_are_refused(row, scope):
    with pytest.raises(RuleError) as refused:
        Targets.of([row, row])
    assert str(refused.value) == f"Two targets are set for the same {scope}."


@pytest.mark.parametrize(
    "row",
    [
        Target(D(1), employee_no="0009", position_code="SR"),
        Target(D(1), employee_no="0009", unit_code="S1"),
        Target(D(1), position_code="SR", unit_code="S1"),
    ],
)
def test_a_target_for_two_scopes_is_refused(row):
    with pytest.raises(RuleError) as refused:
        Targets.of([row])
    assert str(refused.value) == "A target names one of employee, position and unit, or none of them."
