"""GIFT, as its documentation writes it."""

from pathlib import Path

import pytest

from assessments.formats.spec import Refusal, Spec
from tests.assessments.formats.reading import one, read, reason
from tests.conftest import SHARED

EXAMPLES = SHARED / "data" / "gift"


def test_one_right_option_with_weights_and_feedback() -> None:
    spec = one("gift", "::Bow::How deep is a bow?{\n=30°#Yes.\n~%50%15°#That is a nod.\n~90°\n####See lesson 2.\n}")
    assert (spec.kind, spec.name, spec.options, spec.right) == ("single", "Bow", ["a", "b", "c"], ["a"])
    assert spec.details == {"credits": {"b": "0.5"}}
    assert spec.wording["en"] == {
        "stem": "How deep is a bow?",
        "options": {"a": "30°", "b": "15°", "c": "90°"},
        "option_feedback": {"a": "Yes.", "b": "That is a nod."},
        "feedback": "See lesson 2.",
    }


def test_thirds_are_thirds() -> None:
    spec = one("gift", "Which are hearts?{~%33.33333%warm ~%33.33333%patient ~%33.33333%careful ~%-100%quick}")
    assert (spec.kind, spec.right) == ("multiple", ["a", "b", "c"])
    assert spec.details["credits"] == {"a": "1/3", "b": "1/3", "c": "1/3", "d": "-1"}


def test_the_rule_of_this_product_needs_no_credits() -> None:
    spec = one("gift", "Which?{~%50%warm ~%50%patient ~%-50%quick}")
    assert (spec.right, spec.details["credits"]) == (["a", "b"], {})


def test_numbers_with_tolerance_range_and_credits() -> None:
    assert one("gift", "When?{#1822:5}").right == [{"value": "1822", "tolerance": "5", "credit": "1"}]
    assert one("gift", "What?{#1..5}").right == [{"value": "3", "tolerance": "2", "credit": "1"}]
    assert one("gift", "When?{#\n=1822:0\n=%50%1822:2}").right == [
        {"value": "1822", "tolerance": "0", "credit": "1"},
        {"value": "1822", "tolerance": "2", "credit": "0.5"},
    ]


def test_a_missing_word_becomes_a_gap() -> None:
    spec = one("gift", "Customers come {~last =first ~never} with us.")
    assert (spec.kind, spec.wording["en"]["stem"]) == ("gaps", "Customers come [[1]] with us.")
    assert spec.options == {"1": {"kind": "choice", "options": ["a", "b", "c"]}}
    assert spec.right == {"1": [{"key": "b", "credit": "1"}]}


def test_pairs_true_and_false_and_essays() -> None:
    pairs = one("gift", "Match.{=热心 -> warm =耐心 -> patient = -> quick}")
    assert [pairs.wording["en"]["left"][key] for key in pairs.options["left"]] == ["热心", "耐心"]
    assert sorted(pairs.wording["en"]["right"].values()) == ["patient", "quick", "warm"]
    statement = one("gift", "We shout.{FALSE#No, we speak.#Right.}")
    assert statement.right == ["false"]
    assert statement.wording["en"]["option_feedback"] == {"false": "Right.", "true": "No, we speak."}
    assert one("gift", "Write about a day.{}").kind == "essay"


def test_escapes_categories_tags_and_comments() -> None:
    text = (
        "// a remark\n$CATEGORY: $course$/top/礼仪/迎宾\n\n// [id:GREET-1-07] [tag:difficulty:easy]\n"
        "Which is 5?{ =\\= 2 + 3 ~\\= 2 \\+ 4 ~a \\{brace\\} }"
    )
    (spec,) = read("gift", text)
    assert isinstance(spec, Spec)
    assert (spec.code, spec.category, spec.difficulty, spec.place) == ("GREET-1-07", "礼仪/迎宾", "easy", "line 5")
    assert spec.wording["en"]["options"] == {"a": "= 2 + 3", "b": "= 2 \\+ 4", "c": "a {brace}"}


def test_html_is_cleaned() -> None:
    spec = one("gift", '[html]<p onclick\\="x()">Who <b>greets</b>?<script>alert(1)</script></p>{=we ~they}')
    assert spec.wording["en"]["stem"] == "<p>Who <b>greets</b>?</p>"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("One?\n{=yes ~no", "line 2", "Line 2: the brace { is never closed."),
        ("One? =yes}", "line 1", "Line 1: the brace } stands where none belongs."),
        ("One?{=yes ~no}\nTwo?{=a ~b}", "line 2", "Line 2: the brace { stands where none belongs."),
        ("One?{=a {b} ~c}", "line 1", "Line 1: the brace { stands where none belongs."),
        ("Read this first.", "line 1", "This is a description"),
        ("Which?{~a ~b}", "line 1", "No option is marked as the right one."),
        ("How many?{#three}", "line 1", "“three” is no number"),
        ("How many?{#5..1}", "line 1", "The range 5..1 begins above its end."),
    ],
)
def test_what_cannot_be_taken_says_where_and_why(text: str, place: str, words: str) -> None:
    where, why = reason("gift", text)
    assert where == place
    assert why.startswith(words)


def test_a_bad_question_leaves_the_others_alone() -> None:
    found = read("gift", "One?{=yes ~no}\n\nTwo?{=yes\n\nThree?{T}")
    assert [type(each) for each in found] == [Spec, Refusal, Spec]


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="shared/data/gift is not here")
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.gift")), ids=lambda path: path.stem)
def test_files_of_others_are_read_or_named(path: Path) -> None:
    for each in read("gift", path.read_bytes()):
        assert isinstance(each, Spec) or "description" in each.reason
