"""Columns that several kinds of scorecards share, and what they refuse alike."""

import polars as pl

from foundation.data.columns import Reference
from foundation.data.load import Loading
from foundation.data.problems import gettext_noop
from people.models import Employee, Position, Unit
from scorecards.models import Cycle, Kpi
from scorecards.rules.sentences import SENTENCES, RuleError

CLOSED = gettext_noop("cycle %(code)s is closed and takes nothing in; reopen it in the back office first")
EXACTLY_ONE = gettext_noop("give employee_no or unit_code, and only one of them")


def cycle_code(attribute: str = "cycle__code", *, key: bool = True) -> Reference:
    return Reference("cycle", Cycle, noun="cycle", kind="cycles", key=key, required=True, attribute=attribute)


def kpi_code() -> Reference:
    return Reference("kpi", Kpi, noun="KPI", kind="kpis", brings=("aggregation",), key=True, required=True)


def employee_no(field: str = "employee", *, attribute: str = "", required: bool = False) -> Reference:
    return Reference(
        field, Employee, by="employee_no", noun="employee", kind="employees", key=True, required=required,
        attribute=attribute or f"{field}__employee_no",
    )  # fmt: skip


def unit_code(attribute: str = "unit__code") -> Reference:
    return Reference("unit", Unit, noun="unit", kind="units", key=True, attribute=attribute)


def position_code() -> Reference:
    return Reference("position", Position, noun="position", kind="positions", key=True, attribute="position__code")


def refuse_closed(rows: pl.DataFrame, load: Loading) -> None:
    """A closed cycle takes nothing in. The cycles named are locked, so that none closes while the file comes in:
    what came in beside a closing would keep its raters."""
    named = rows.get_column("cycle").drop_nulls().unique().to_list()
    locked = Cycle.objects.select_for_update().filter(pk__in=named).order_by("pk")
    closed = [pk for pk, closed_at in locked.values_list("pk", "closed_at") if closed_at is not None]
    load.refuse(rows, pl.col("cycle").is_in(closed), "cycle", CLOSED, code="cycle:text")


def refuse_two_owners(rows: pl.DataFrame, load: Loading) -> None:
    """Exactly one of employee and unit owns the row."""
    both_or_none = pl.col("employee_no").is_null() == pl.col("unit_code").is_null()
    load.refuse(rows, both_or_none, "", EXACTLY_ONE)


def refuse_by_rule(rows: pl.DataFrame, load: Loading, bad: pl.Expr, column: str, code: str, **gaps: str) -> None:
    """Refuse rows with the sentence a rule has for them."""
    load.refuse(rows, bad, column, SENTENCES[code], **gaps)


def note_rule(load: Loading, row: int, column: str, error: RuleError) -> None:
    load.note(row, column, SENTENCES[error.code], **error.params)
