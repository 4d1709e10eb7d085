"""The figures of a quiz in words: what each one says, how it is written, and what a hint advises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.analysis import Item
from assessments.rules.advice import Advice, Hint
from assessments.rules.bootstrap import Interval
from assessments.rules.statistics import QuizFigures
from foundation.charts import Axis

NONE = "—"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FACILITY = Axis(Decimal(0), Decimal(1))
INDEX = Axis(Decimal(-100), Decimal(100))

EXPLAINED: tuple[tuple[str, Any, int, Any], ...] = (
    ("mean", gettext_lazy("Mean"), 2, gettext_lazy("The average of all totals, in marks.")),
    ("median", gettext_lazy("Median"), 2, gettext_lazy("Half of the attempts have more marks, half have fewer.")),
    ("sd", gettext_lazy("Standard deviation"), 2, gettext_lazy("How far the totals lie apart, in marks.")),
    (
        "skewness",
        gettext_lazy("Skewness"),
        2,
        gettext_lazy("Below zero most do well and a few lag behind; above zero a few stand out. Near zero is even."),
    ),
    (
        "kurtosis",
        gettext_lazy("Kurtosis"),
        2,
        gettext_lazy("High: totals crowd in the middle, with a few far off. Low: they are spread out."),
    ),
    (
        "cic",
        gettext_lazy("Internal consistency (%)"),
        1,
        gettext_lazy("Do the questions measure one thing? From 75 on people can be told apart; below 50 hardly."),
    ),
    (
        "error_ratio",
        gettext_lazy("Error ratio (%)"),
        1,
        gettext_lazy("How much of the differences between people is chance. Under 50 is good."),
    ),
    (
        "standard_error",
        gettext_lazy("Standard error"),
        2,
        gettext_lazy("Somebody's true total probably lies within this many marks of the total reached."),
    ),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure on its axis: where it and its interval are drawn, in percent of the width, and the same in words."""

    value: Decimal
    start: Decimal | None = None
    width: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of the quiz with what it says."""

    label: str
    value: str
    explained: str
    between: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question in the table of a quiz."""

    item: Item
    facility: str
    facility_bar: Bar | None
    index: str
    index_bar: Bar | None
    efficiency: str
    weight: str
    sd: str
    advice: tuple[str, ...]


def number(value: Decimal | None, places: int) -> str:
    """As people read it: so many places, a proper minus; a dash where there is none."""
    if value is None:
        return NONE
    return f"{value:.{places}f}".replace("-", "−")


def percent(share: Decimal | None) -> str:
    """A share of 1 as percent: 0.4119 is 41.2 %."""
    return NONE if share is None else f"{number(share * 100, 1)} %"


def between(interval: Interval | None, *, share: bool = False) -> str:
    if interval is None:
        return ""
    low, high = ((each * 100 if share else each) for each in (interval.low, interval.high))
    gaps = {"low": number(low, 1), "high": number(high, 1)}
    return (_("%(low)s to %(high)s %%") if share else _("%(low)s to %(high)s")) % gaps


def bar(value: Decimal | None, interval: Interval | None, axis: Axis, *, share: bool = False) -> Bar | None:
    if value is None:
        return None
    if interval is None:
        return Bar(axis.place(value))
    start, end = axis.place(interval.low), axis.place(interval.high)
    return Bar(axis.place(value), start, end - start, between(interval, share=share))


def of_quiz(figures: QuizFigures, cic: Interval | None) -> list[Shown]:
    return [
        Shown(str(label), number(getattr(figures, name), places), str(words), between(cic) if name == "cic" else "")
        for name, label, places, words in EXPLAINED
    ]


def row(item: Item) -> Row:
    figures, sure = item.figures, item.sure
    return Row(
        item=item,
        facility=percent(figures.facility),
        facility_bar=bar(figures.facility, sure.facility, FACILITY, share=True),
        index=number(figures.discrimination_index, 1),
        index_bar=bar(figures.discrimination_index, sure.discrimination_index, INDEX),
        efficiency=number(figures.discriminative_efficiency, 1),
        weight=number(figures.effective_weight, 1),
        sd=number(figures.sd, 2),
        advice=tuple(advice(item)),
    )


def advice(item: Item) -> Iterable[str]:
    return [_sentence(hint, item) for hint in item.hints]


def letter(place: int) -> str:
    """A, B … Z, then numbers."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def _sentence(hint: Hint, item: Item) -> str:
    options = ", ".join(_letters(hint.options, item))
    match hint.advice:
        case Advice.KEY:
            return _("Option %(options)s is chosen by the best: check the key.") % {"options": options}
        case Advice.NEGATIVE:
            return _("Those who are good in the rest get this wrong more often: check the wording and the key.")
        case Advice.WEAK:
            return _("It hardly tells those who know from those who do not: its efficiency is under 15.")
        case Advice.EASY:
            return _("Nearly everybody gets it right: it tells you little.")
        case Advice.HARD:
            return _("Hardly anybody gets it right: teach it better, or ask it more simply.")
        case Advice.IDLE:
            return _("Nobody chooses option %(options)s: offer a mistake that people really make.") % {
                "options": options
            }


def _letters(keys: Sequence[str], item: Item) -> list[str]:
    """The options as the tables of the latest version name them."""
    latest = [table for table in item.options if table.version == item.options[-1].version]
    named = {
        choice.key: (f"{table.gap} {letter(place)}" if table.gap else letter(place))
        for table in latest
        for place, choice in enumerate(table.choices)
    }
    return [named.get(key, key) for key in keys]
