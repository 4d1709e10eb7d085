"""Incentive schemes, and the pay they are reckoned from."""

import re

import polars as pl
from django.utils.translation import gettext_lazy as _

from foundation.data.columns import Choice, Number, Text, Whole
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from foundation.data.problems import gettext_noop
from scorecards.models import Pay, Scheme
from scorecards.resources.columns import CLOSED, cycle_code, employee_no, note_rule, refuse_by_rule, refuse_closed
from scorecards.rules.payout import parse_multiplier
from scorecards.rules.sentences import RuleError
from training.models import Course

PLACES = 6
CURRENCY = re.compile(r"[A-Z]{3}")
NOT_A_CURRENCY = gettext_noop("%(text)s is not a currency; write its three capital letters, as in CNY")
NO_COURSE = gettext_noop("no course %(code)s")


@register
class Schemes(Kind):
    scheme = Text("code", longest=60, key=True, required=True)
    cycle = cycle_code(key=False)
    pool = Number("pool", places=PLACES)
    distribute = Choice("distribute", Scheme.Distribute.values, blank=Scheme.Distribute.CAP.value)
    multiplier = Text("multiplier", longest=1000, required=True, about=_("score:multiplier;score:multiplier"))
    currency = Text("currency", longest=3, required=True, about=_("three letters, as in CNY"))
    minor_digits = Whole("minor_digits", blank=2, about=_("whole number from 0 to 6"))
    gate_courses = Text("gate_courses", longest=1000, about=_("codes of courses, separated by ;"))
    gate_min_score = Number("gate_min_score", places=PLACES)

    class Meta:
        name = "schemes"
        order = 14
        model = Scheme
        title = _("Incentive schemes")
        whole = complete = True
        cycle = "cycle__code"
        scheme = "code"

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        refuse_closed(rows, load)
        self._check_stored_cycles(rows, load)
        needed = (pl.col("distribute") == Scheme.Distribute.ALL) & pl.col("pool").is_null()
        refuse_by_rule(rows, load, needed, "pool", "pool_needed")
        refuse_by_rule(rows, load, pl.col("pool") < 0, "pool", "pool_negative", pool="pool:text")
        digits = ~pl.col("minor_digits").is_between(0, PLACES)
        refuse_by_rule(rows, load, digits, "minor_digits", "minor_digits", minor_digits="minor_digits:text")
        self._check_texts(rows, load)

    def _check_stored_cycles(self, rows: pl.DataFrame, load: Loading) -> None:
        """A scheme of a closed cycle does not move to another."""
        stored = dict(Scheme.objects.filter(cycle__closed_at__isnull=False).values_list("code", "cycle__code"))
        for row, scheme, cycle in rows.select("#", "scheme", "cycle:text").iter_rows():
            if stored.get(scheme, cycle) != cycle:
                load.note(row, "cycle", CLOSED, code=stored[scheme])

    def _check_texts(self, rows: pl.DataFrame, load: Loading) -> None:
        courses = set(Course.objects.values_list("code", flat=True))
        columns = rows.select("#", "multiplier", "currency", "gate_courses")
        for row, multiplier, currency, gates in columns.iter_rows():
            try:
                parse_multiplier(multiplier)
            except RuleError as error:
                note_rule(load, row, "multiplier", error)
            if not CURRENCY.fullmatch(currency):
                load.note(row, "currency", NOT_A_CURRENCY, text=currency)
            for code in filter(None, map(str.strip, gates.split(";"))):
                if code not in courses:
                    load.note(row, "gate_courses", NO_COURSE, code=code)


@register
class Pays(Kind):
    cycle = cycle_code()
    employee_no = employee_no(required=True)
    base = Number("base", places=PLACES, required=True, about=_("amount, not below zero"))
    target_percent = Number("target_percent", places=PLACES, required=True, about=_("percent, not below zero"))

    class Meta:
        name = "pay"
        order = 15
        model = Pay
        title = _("Pay")
        cycle = "cycle__code"

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        refuse_closed(rows, load)
        for column in ("base", "target_percent"):
            refuse_by_rule(rows, load, pl.col(column) < 0, column, "pay_negative", amount=f"{column}:text")
