"""Why a card is incomplete or nothing is paid: stored without a language, worded in the reader's.

Stored is `code`, or `code:argument;argument`, with the code and the arguments of the rule's Reason:
`line_missing:kpi net-sales, okr`, `coverage_low:40;50`, `gate_score_low:39.50;40`.
"""

from collections.abc import Mapping

from django.utils.translation import gettext

from scorecards.models.plan import PlanLine
from scorecards.rules.sentences import Reason

ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "line_missing": ("lines",),
    "line_none": (),
    "coverage_low": ("coverage", "min_coverage"),
    "gate_no_score": (),
    "gate_score_low": ("score", "minimum"),
    "gate_certificates": ("courses",),
}


def stored(reason: Reason | None) -> str:
    """The reason as it is stored; "" for none."""
    if reason is None:
        return ""
    arguments = ";".join(reason.params[name] for name in ARGUMENTS[reason.code])
    return f"{reason.code}:{arguments}" if arguments else reason.code


def parse(text: str) -> Reason:
    """The rule's Reason behind a stored text."""
    code, _, arguments = text.partition(":")
    names = ARGUMENTS[code]
    return Reason(code, dict(zip(names, arguments.split(";", len(names) - 1), strict=True)) if names else {})


def worded(text: str) -> str:
    """One sentence in the active language; "" where nothing stands in the way."""
    if not text:
        return ""
    reason = parse(text)
    if "lines" in reason.params:
        lines = ", ".join(_line(name) for name in reason.params["lines"].split(", "))
        reason = Reason(reason.code, {**reason.params, "lines": lines})
    return reason.text(gettext)


def _line(name: str) -> str:
    """`kpi net-sales` with its component in the active language."""
    component, blank, source = name.partition(" ")
    labels = dict(PlanLine.Component.choices)
    return f"{labels[component]}{blank}{source}" if component in labels else name
