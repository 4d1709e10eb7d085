import pickle
import re
from pathlib import Path

import pytest

import scorecards.rules
from scorecards.rules.sentences import SENTENCES, Reason, RuleError

ROOM = Path(scorecards.rules.__file__).parent
SAID = re.compile(r'(?:RuleError|Reason)\(\s*"(\w+)"')


def said():
    """Every code that some rule says."""
    return {code for file in ROOM.glob("*.py") for code in SAID.findall(file.read_text(encoding="utf-8"))}


def test_every_code_has_a_sentence_and_every_sentence_is_said():
    assert said() == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_begins_well_and_ends_with_a_full_stop(code):
    assert re.match(r"[A-Z%]", SENTENCES[code])
    assert SENTENCES[code].endswith(".")


def test_a_refusal_is_a_value_error_with_a_code_and_what_it_names():
    error = RuleError("linear_count", count=3)
    assert isinstance(error, ValueError)
    assert (error.code, error.params) == ("linear_count", {"count": "3"})
    assert str(error) == "A linear curve needs exactly two points; this one has 3."


def test_a_door_can_say_it_in_another_language():
    chinese = {
        SENTENCES["line_none"]: "没有一项有数据。",
        SENTENCES["gate_score_low"]: "得分 %(score)s 低于 %(minimum)s。",
    }
    assert Reason("line_none").text(chinese.__getitem__) == "没有一项有数据。"
    low = RuleError("gate_score_low", score="59.99", minimum="60")
    assert low.text(chinese.__getitem__) == "得分 59.99 低于 60。"


def test_a_percent_sign_survives():
    assert RuleError("milestone_range", current="70").text().endswith("Write 0.7 for 70 %.")


def test_a_refusal_travels_between_processes():
    error = pickle.loads(pickle.dumps(RuleError("weight_zero", weight="0")))
    assert (error.code, str(error)) == ("weight_zero", "A weight must be above zero: 0.")


def test_an_unknown_code_is_a_mistake_and_not_a_sentence():
    with pytest.raises(KeyError):
        RuleError("nonsense")
