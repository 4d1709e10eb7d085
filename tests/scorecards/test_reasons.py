"""Why there is no score or no money: stored without a language, said in one."""

import pytest
from django.utils.translation import override

from scorecards import reasons
from scorecards.rules.sentences import Reason

REASONS = [
    (Reason("line_none"), "line_none", "No line has data."),
    (
        Reason("line_missing", {"lines": "kpi net-sales, okr"}),
        "line_missing:kpi net-sales, okr",
        "There is no data for KPI net-sales, OKR.",
    ),
    (
        Reason("coverage_low", {"coverage": "40", "min_coverage": "50"}),
        "coverage_low:40;50",
        "The lines with data weigh 40 of 100; this cycle asks for at least 50.",
    ),
    (Reason("gate_no_score"), "gate_no_score", "There is no score."),
    (
        Reason("gate_score_low", {"score": "39.50", "minimum": "40"}),
        "gate_score_low:39.50;40",
        "The score 39.50 is below 40.",
    ),
    (
        Reason("gate_certificates", {"courses": "a;b, c"}),
        "gate_certificates:a;b, c",
        "No certificate valid on the last day of the cycle for a;b, c.",
    ),
]


@pytest.mark.parametrize(("reason", "text", "sentence"), REASONS)
def test_a_reason_comes_back_from_storage_and_is_worded(reason, text, sentence):
    assert reasons.stored(reason) == text
    assert reasons.parse(text) == reason
    with override("en"):
        assert reasons.worded(text) == sentence


def test_no_reason_is_no_text():
    assert reasons.stored(None) == ""
    assert reasons.worded("") == ""
