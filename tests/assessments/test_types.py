"""Every kind of question: its definition, its answers, what they earn, and how they are told."""

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessments import types
from assessments.models import QuestionKind, QuestionVersion
from assessments.types import Form, WrongAnswer
from assessments.types.wordings import clean, plain, shown_as_html
from tests.assessments.examples import BY_KIND, EXAMPLES, FILE, MARKED_BY_RULES, version_of


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


every = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.kind)
by_rules = pytest.mark.parametrize("example", MARKED_BY_RULES, ids=lambda example: example.kind)


def test_every_kind_of_the_model_has_its_type_and_its_templates(settings):
    assert set(types.kinds()) == set(QuestionKind.values)
    folder = settings.BASE_DIR / "templates" / "assessments" / "types"
    for kind in types.kinds():
        assert types.of(kind).kind == kind
        assert (folder / f"{kind}.html").exists()
        assert (folder / f"{kind}_graded.html").exists()
    with pytest.raises(KeyError):
        types.of("riddle")


@every
def test_a_good_definition_has_nothing_wrong(example):
    assert types.of(example.kind).check(version_of(example)) == []


def test_a_question_for_a_file_has_nothing_wrong():
    assert types.of("file").check(version_of(FILE)) == []


def test_marks_from_elsewhere_cannot_be_asked():
    version = version_of(FILE)
    assert types.of("marks").check(version) == ["This question only carries marks from elsewhere and cannot be asked."]
    assert types.of("marks").read(version, []) == []
    assert types.of("marks").credit(version, [], True) is None
    with pytest.raises(WrongAnswer):
        types.of("marks").read(version, ["a"])


@every
def test_a_perfect_answer_earns_everything_and_none_earns_nothing(example):
    kind, version = types.of(example.kind), version_of(example)
    expected = None if kind.by_person else 1
    assert kind.credit(version, example.perfect, True) == expected
    assert kind.credit(version, example.perfect, False) == expected
    assert kind.credit(version, kind.read(version, []), True) == 0
    assert kind.credit(version, kind.read(version, {}), False) == 0


@by_rules
def test_a_wrong_answer_earns_nothing(example):
    kind, version = types.of(example.kind), version_of(example)
    assert kind.credit(version, example.wrong, True) == 0
    assert kind.credit(version, example.wrong, False) == 0


@by_rules
def test_a_partly_right_answer_earns_its_part_or_without_partial_credit_nothing(example):
    if example.half is None:
        pytest.skip("all or nothing by its nature")
    answer, credit = example.half
    kind, version = types.of(example.kind), version_of(example)
    assert kind.credit(version, answer, True) == Fraction(credit)
    assert kind.credit(version, answer, False) == 0


@every
def test_an_answer_is_read_from_the_fields_of_a_form(example):
    kind, version = types.of(example.kind), version_of(example)
    assert kind.read(version, Form(example.form)) == example.perfect
    assert kind.answered(kind.read(version, Form(example.form)))
    assert not kind.answered(kind.read(version, Form({})))


@every
def test_reading_again_changes_nothing_and_fields_give_the_answer_back(example):
    kind, version = types.of(example.kind), version_of(example)
    for answer in (example.perfect, example.wrong, example.half and example.half[0], []):
        read = kind.read(version, answer or [])
        assert kind.read(version, read) == read
        assert kind.read(version, Form(kind.fields(version, read))) == read


@every
def test_what_is_shown_before_hand_in_does_not_depend_on_what_is_right(example):
    kind, version = types.of(example.kind), version_of(example)
    before = kind.face(version, "en", []), kind.stem_html(version, "en"), kind.stem_line(version, "en")
    version.right = None
    assert (kind.face(version, "en", []), kind.stem_html(version, "en"), kind.stem_line(version, "en")) == before
    told = repr(before)
    assert "Because." not in told
    assert "Looks for listening." not in told


@every
def test_the_answer_and_the_right_one_are_told_in_words(example):
    kind, version = types.of(example.kind), version_of(example)
    assert kind.told(version, example.perfect, "en") == example.told
    assert kind.told(version, kind.read(version, []), "en") == ""
    if kind.by_person:
        assert kind.right_told(version, "en") == ""


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        ("single", "A greeting"),
        ("multiple", "Warm; Patient"),
        ("true-false", "True"),
        ("numeric", "20 min (±0.5)"),
        ("short-text", "first contact*"),
        ("matching", "Cashier → Till; Greeter → Door; Stock → Store"),
        ("ordering", "Greet → Ask → Advise"),
        ("gaps", "10; smile; eye contact"),
        ("scenario", "I am sorry. → Let me check."),
    ],
)
def test_what_is_right_is_told_in_words(kind, right):
    assert types.of(kind).right_told(version_of(BY_KIND[kind]), "en") == right


@by_rules
def test_the_best_answer_earns_everything_in_both_languages(example):
    kind, version = types.of(example.kind), version_of(example)
    for language in ("en", "zh-hans"):
        best = kind.best(version, language)
        assert kind.read(version, best) == best
        assert kind.credit(version, best, False) == 1


def test_lists_and_our_own_words_speak_the_language():
    assert types.of("multiple").told(version_of(BY_KIND["multiple"]), ["a", "b"], "zh-hans") == "Warm；Patient"
    assert types.of("short-text").right_told(version_of(BY_KIND["short-text"]), "zh-hans") == "首问负责制"


def read(kind: types.QuestionType, version: QuestionVersion, raw: Any) -> tuple[types.Answer | None, str]:
    """The answer, or the sentence of the refusal."""
    try:
        return kind.read(version, raw), ""
    except WrongAnswer as refusal:
        return None, str(refusal)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=5) | st.sampled_from(["a", "late", "c", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@every
@given(raw=JUNK)
def test_whatever_comes_is_an_answer_or_a_sentence(example, raw):
    kind, version = types.of(example.kind), version_of(example)
    answer, sentence = read(kind, version, raw)
    assert (answer is None) is bool(sentence)
    if answer is not None:
        assert kind.read(version, answer) == answer
        credit = kind.credit(version, answer, True)
        assert credit is None or 0 <= credit <= 1
        assert isinstance(kind.told(version, answer, "en"), str)


@every
@given(
    fields=st.dictionaries(
        st.sampled_from(["chosen", "value", "text", "pair-c", "place-a", "gap-n", "turn-late"]),
        st.lists(st.text(max_size=8), max_size=3),
    )
)
def test_whatever_a_form_sends_is_an_answer_or_a_sentence(example, fields):
    kind, version = types.of(example.kind), version_of(example)
    answer, sentence = read(kind, version, Form(fields))
    assert (answer is None) is bool(sentence)
    if answer is not None:
        assert kind.read(version, Form(kind.fields(version, answer))) == answer


WRONG_DEFINITIONS: list[tuple[str, dict[str, Any], str]] = [
    ("single", {"wording": {}}, "The question has no wording in any language."),
    ("single", {"wording": {"en": {"stem": " "}}}, "In English the question asks nothing: write its text."),
    ("single", {"options": ["a"]}, "The question needs from 2 to 20 options, not 1."),
    ("single", {"options": ["a", "a"]}, "Two of the options have the same key."),
    ("single", {"options": ["a", "<b>"]}, "The options need keys of letters, digits, hyphens and underscores."),
    ("single", {"options": None}, "The options need keys of letters, digits, hyphens and underscores."),
    ("single", {"options": ["a", "b", "z"]}, "In English some of the options have no text."),
    ("single", {"right": []}, "Say which of the options are right."),
    ("single", {"right": ["z"]}, "Say which of the options are right."),
    ("single", {"right": ["a", "b"]}, "Exactly one option must be right, not 2."),
    (
        "single",
        {"details": {"credits": {"a": "0.5"}}},
        "The right option must earn the full mark: give it the credit 1.",
    ),
    ("single", {"details": {"credits": {"b": "-2"}}}, "A credit is a number from -1 to 1, such as 0.5 or 1/3."),
    ("single", {"details": {"credits": {"b": 0.5}}}, "A credit is a number from -1 to 1, such as 0.5 or 1/3."),
    ("single", {"details": {"credits": {"z": "1"}}}, "A credit is given to something that the question does not have."),
    ("multiple", {"details": {"credits": {"a": "0.5"}}}, "The credits of the right options must sum to 1."),
    ("true-false", {"options": ["a", "b"]}, "The options of such a question are true and false."),
    ("true-false", {"right": ["true", "false"]}, "Say whether the statement is true or false."),
    ("numeric", {"right": []}, "Give at least one right number."),
    ("numeric", {"right": [{"value": "twelve"}]}, "“twelve” is no number; write it like 12.5."),
    ("numeric", {"right": [{"value": "1", "tolerance": "-1"}]}, "The tolerance is a number from 0 up, such as 0.1."),
    (
        "numeric",
        {"right": [{"value": "1", "credit": "0.5"}]},
        "No answer earns the full mark: give one of them the credit 1.",
    ),
    ("numeric", {"details": {"unit_required": True}}, "A unit is asked for, but none is accepted: name it."),
    ("short-text", {"right": [{"text": "。"}]}, "“。” can be typed by nobody: it has neither letter nor digit."),
    ("short-text", {"right": "首问"}, "Give at least one right text."),
    ("matching", {"options": ["a"]}, "A matching question needs a left and a right side."),
    ("matching", {"right": {"c": "1"}}, "Every entry on the left needs its partner on the right."),
    (
        "matching",
        {"options": {"left": ["c", "g", "s"], "right": ["1", "c", "3"]}, "right": {"c": "c", "g": "1", "s": "3"}},
        "A partner has the same key as its entry: the page would give the pair away.",
    ),
    ("ordering", {"right": ["a", "b"]}, "The right order must hold every line once."),
    ("ordering", {"right": ["a", "b", "b"]}, "The right order must hold every line once."),
    (
        "gaps",
        {"wording": {"en": {"stem": "No gap here.", "gaps": {"w": {"x": "1", "y": "2"}}}}},
        "In English the text must hold each gap once, like [[n]].",
    ),
    ("gaps", {"details": {"weights": {"n": "0"}}}, "The weight of a gap is a number above 0."),
    (
        "gaps",
        {"right": {"n": [{"value": "x"}], "w": ["x"], "t": [{"text": "a"}]}},
        "Gap n: “x” is no number; write it like 12.5.",
    ),
    (
        "gaps",
        {"right": {"n": [{"value": "1"}], "w": ["z"], "t": [{"text": "a"}]}},
        "Gap w: Say which of the options are right.",
    ),
    ("scenario", {"options": []}, "A scenario needs rounds, each with its replies."),
    (
        "scenario",
        {"options": {"start": "a", "nodes": {"a": {"x": None}}}},
        "Round a: The question needs from 2 to 8 replies, not 1.",
    ),
    (
        "scenario",
        {"options": {"start": "a", "nodes": {"a": {"x": "b", "y": None}}}},
        "Round a leads to b, which there is not.",
    ),
    (
        "scenario",
        {"options": {"start": "b", "nodes": {"a": {"x": None, "y": None}}}},
        "Say in which round the scenario starts; that round needs replies.",
    ),
    (
        "scenario",
        {"options": {"start": "a", "nodes": {"a": {"x": "a", "y": None}}}},
        "From round a the scenario goes round in a circle.",
    ),
    (
        "scenario",
        {"options": {"start": "a", "nodes": {"a": {"x": None, "y": None}, "b": {}}}},
        "No reply leads to round b.",
    ),
    ("scenario", {"right": {}}, "Round late: every reply needs a credit."),
    ("essay", {"details": {"words": [10, 5]}}, "The fewest words asked for are more than the most."),
    ("essay", {"details": {"words": "many"}}, "The length is two whole numbers: the fewest and the most words."),
    (
        "essay",
        {"details": {"rubric": [{"key": "a", "texts": {}, "points": 1}]}},
        "Every criterion needs a text and its most points, 1 or more.",
    ),
    ("file", {"details": {"largest": 10**12}}, "The largest file is from 1 byte to 50.0\xa0MB."),
]


@pytest.mark.parametrize(("kind", "changes", "sentence"), WRONG_DEFINITIONS)
def test_a_wrong_definition_is_told_in_a_sentence(kind, changes, sentence):
    version = version_of(FILE if kind == "file" else BY_KIND[kind], **changes)
    assert sentence in types.of(kind).check(version)


def test_an_unknown_kind_of_file_is_told_with_those_there_are():
    told = types.of("file").check(version_of(FILE, details={"extensions": ["exe"]}))
    assert told[0].startswith("Choose the kinds of file from these: doc, docx, heic,")


def test_no_way_through_a_scenario_may_be_without_the_full_mark():
    right = deepcopy(BY_KIND["scenario"].right) | {"why": {"check": "1/2", "guess": "0"}}
    right["late"]["busy"] = "0"
    right["angry"] = {"listen": "1", "rules": "0"}
    version = version_of(BY_KIND["scenario"], right=right)
    assert types.of("scenario").check(version) == ["No way through the scenario earns the full mark."]


def test_options_say_different_things():
    wording = {"en": {"stem": "?", "options": {"a": "Same", "b": "Same", "c": "Other"}}}
    told = types.of("single").check(version_of(BY_KIND["single"], wording=wording))
    assert told == ["In English two of the options say the same."]


REFUSED: list[tuple[str, Any, str]] = [
    ("single", ["a", "b"], "This answer does not fit the question."),
    ("single", ["z"], "This answer does not fit the question."),
    ("single", "a", "This answer does not fit the question."),
    ("numeric", {"value": "soon"}, "“soon” cannot be read as a number. Write digits, like 12.5."),
    ("short-text", {"text": "x" * 301}, "The answer has 301 characters. Say it in at most 300."),
    ("matching", {"c": "9"}, "This answer does not fit the question."),
    ("ordering", ["a", "b"], "This answer does not fit the question."),
    ("ordering", Form({"place-a": ["1"], "place-b": ["1"], "place-c": ["3"]}), "Two lines have place 1."),
    ("ordering", Form({"place-a": ["1"], "place-b": ["2"]}), "Some lines have no place yet."),
    (
        "ordering",
        Form({"place-a": ["1"], "place-b": ["2"], "place-c": ["9"]}),
        "This answer does not fit the question.",
    ),
    ("gaps", {"n": "many"}, "“many” cannot be read as a number."),
    ("gaps", {"w": "z"}, "This answer does not fit the question."),
    ("scenario", [["why", "check"]], "This answer does not fit the question."),
    ("essay", {"text": "x" * 50_001}, "The text has 50001 characters; at most 50000 can be kept. Shorten it."),
]


@pytest.mark.parametrize(("kind", "raw", "sentence"), REFUSED)
def test_an_answer_that_does_not_fit_is_refused_with_a_sentence(kind, raw, sentence):
    with pytest.raises(WrongAnswer) as refusal:
        types.of(kind).read(version_of(BY_KIND[kind]), raw)
    assert str(refusal.value).startswith(sentence)


def test_credits_of_options_take_the_place_of_the_rule():
    single = version_of(BY_KIND["single"], details={"credits": {"b": "0.5", "c": "-0.25"}})
    assert types.of("single").check(single) == []
    credits = [types.of("single").credit(single, [key], True) for key in "abc"]
    assert credits == [Fraction(1), Fraction(1, 2), Fraction(-1, 4)]
    assert [types.of("single").credit(single, [key], False) for key in "abc"] == [1, 0, 0]
    several = version_of(BY_KIND["multiple"], details={"credits": {"a": "0.75", "b": "0.25", "c": "-0.5"}})
    assert types.of("multiple").check(several) == []
    assert types.of("multiple").credit(several, ["a", "c"], True) == Fraction(1, 4)
    assert types.of("multiple").credit(several, ["b", "c"], True) == 0


def test_case_matters_in_a_short_text_only_if_it_says_so():
    version = version_of(BY_KIND["short-text"], right=[{"text": "POS"}], details={"case": True})
    assert types.of("short-text").credit(version, {"text": "pos"}, True) == 0
    assert types.of("short-text").credit(version, {"text": "ＰＯＳ"}, True) == 1


def test_a_required_unit_is_part_of_the_answer():
    version = version_of(BY_KIND["numeric"], details={"unit": "min", "unit_required": True})
    credit = types.of("numeric").credit
    assert credit(version, types.of("numeric").read(version, {"value": "20"}), True) == 0
    assert credit(version, types.of("numeric").read(version, {"value": "20min"}), True) == 1
    assert types.of("numeric").face(version, "en", [])["unit"] == ""  # to be typed, so not given away


def test_a_unit_has_its_name_in_each_language_and_every_name_is_accepted():
    wording = {"en": {"stem": "How long?", "unit": "minutes"}, "zh-hans": {"stem": "多久？", "unit": "分钟"}}
    kind, version = types.of("numeric"), version_of(BY_KIND["numeric"], wording=wording, details={"units": ["min"]})
    assert kind.check(version) == []
    assert [kind.face(version, language, [])["unit"] for language in ("en", "zh-hans")] == ["minutes", "分钟"]
    assert kind.right_told(version, "zh-hans") == "20 分钟 (±0.5)"
    for typed in ("20 minutes", "20分钟", "20 min", "20"):
        assert kind.credit(version, kind.read(version, {"value": typed}), False) == 1
    assert kind.credit(version, kind.read(version, {"value": "20 hours"}), True) == 0


def test_lines_and_partners_are_shown_in_the_order_drawn_or_in_one_of_their_own():
    ordering, matching = version_of(BY_KIND["ordering"]), version_of(BY_KIND["matching"])
    drawn = types.of("ordering").face(ordering, "en", ["b", "c", "a"])
    assert [line["key"] for line in drawn["lines"]] == ["b", "c", "a"]
    alone = [line["key"] for line in types.of("ordering").face(ordering, "en", [])["lines"]]
    ordering.options = ordering.right
    assert [line["key"] for line in types.of("ordering").face(ordering, "en", [])["lines"]] == alone
    rights = [right["key"] for right in types.of("matching").face(matching, "en", ["4", "3", "2", "1"])["right"]]
    assert rights == ["4", "3", "2", "1"]
    assert types.of("matching").shufflable(matching) == ["1", "2", "3", "4"]


def test_a_scenario_asks_for_more_until_it_ends():
    kind, version = types.of("scenario"), version_of(BY_KIND["scenario"])
    assert kind.goes_on(version, [["late", "sorry"]])
    assert not kind.goes_on(version, [["late", "sorry"], ["why", "check"]])
    assert not kind.goes_on(version, [])
    assert not types.of("single").goes_on(version_of(BY_KIND["single"]), ["a"])


def test_a_graded_answer_says_what_is_right_only_if_it_may():
    for example in MARKED_BY_RULES:
        kind, version = types.of(example.kind), version_of(example)
        hidden = kind.graded(version, "en", [], example.wrong, False)
        version.right = deepcopy(example.right)
        told = kind.graded(version, "en", [], example.wrong, True)
        assert "right" not in repr([_fates(hidden)])
        assert told != hidden


def _fates(graded: dict[str, Any]) -> list[str]:
    found = []
    for value in graded.values():
        if isinstance(value, list):
            found += [each.get("fate", "") for each in value if isinstance(each, dict)]
    return [*found, graded.get("fate", "")]


def test_a_stem_is_shown_without_what_could_act_or_call_another_host():
    html = (
        '<p onclick="x()">Look <script>alert(1)</script><img src="//evil.example/x.png" alt="a">'
        '<img src="/questions/1/" alt="b"></p>'
    )
    shown = shown_as_html(html)
    assert "script" not in shown
    assert "onclick" not in shown
    assert "evil.example" not in shown
    assert '<img src="/questions/1/" alt="b">' in shown
    assert clean(clean(html)) == clean(html)
    assert shown_as_html("1 < 2 & so on") == "<p>1 &lt; 2 &amp; so on</p>"
    assert plain("<p>One <b>two</b></p>\n three") == "One two three"
    assert plain("1 < 2") == "1 < 2"
