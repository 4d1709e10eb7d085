"""Which target a KPI line is measured against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .sentences import RuleError


@dataclass(frozen=True, slots=True)
class Target:
    """One target of one KPI in one cycle: for an employee, a position, a unit and all below it, or
    everyone."""

    amount: Decimal
    employee_no: str = ""
    position_code: str = ""
    unit_code: str = ""


@dataclass(slots=True)
class Targets:
    """All targets of one KPI in one cycle, ready to be asked for a person's."""

    employees: dict[str, Decimal] = field(default_factory=dict)
    positions: dict[str, Decimal] = field(default_factory=dict)
    units: dict[str, Decimal] = field(default_factory=dict)
    everyone: Decimal | None = None

    @classmethod
    def of(cls, rows: Iterable[Target]) -> "Targets":
        """Sort the targets by whom they are for; RuleError where one names two scopes, or two name the
        same one."""
        targets = cls()
        for row in rows:
            targets._add(row)
        return targets

    def target_for(self, employee_no: str, position_code: str, unit_codes: Sequence[str]) -> Decimal | None:
        """The most specific target: employee, position, nearest unit upwards, everyone; None if there is
        none.

        `unit_codes` begins with the person's own unit and goes up to the root.
        """
        if employee_no in self.employees:
            return self.employees[employee_no]
        if position_code in self.positions:
            return self.positions[position_code]
        for code in unit_codes:
            if code in self.units:
                return self.units[code]
        return self.everyone

    def _add(self, row: Target) -> None:
        check_scope(row.employee_no, row.position_code, row.unit_code)
        for scope, code, known in (
            ("employee", row.employee_no, self.employees),
            ("position", row.position_code, self.positions),
            ("unit", row.unit_code, self.units),
        ):
            if code:
                if code in known:
                    raise RuleError("target_twice", scope=f"{scope} {code}")
                known[code] = row.amount
                return
        if self.everyone is not None:
            raise RuleError("target_twice", scope="everyone")
        self.everyone = row.amount


def check_scope(employee_no: str, position_code: str, unit_code: str) -> None:
    """A target names one of employee, position and unit, or none; RuleError otherwise."""
    if sum(map(bool, (employee_no, position_code, unit_code))) > 1:
        raise RuleError("target_scopes")
