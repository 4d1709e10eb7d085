"""When two short texts say the same, and how long a text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.folding import folded, is_dense, length, matches, says_something

TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("首问负责制", "首问负责制"),
        (" 首问 负责制。", "首问负责制"),
        ("「首问负责制」", "首问负责制"),
        ("首问，负责制！", "首问负责制"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("Customer   first!", "customer first"),
        ("customer-first", "customer first"),
        ("Don’t", "dont"),
        ("don't", "dont"),
        ("24 小时", "24小时"),
        ("24小时", "24小时"),
        ("3.5 倍", "3.5倍"),
        ("3，5 倍", "3.5倍"),
        ("35％", "35%"),
        ("−5", "-5"),
        ("e-mail", "e mail"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("…？！", ""),
    ],
)
def test_what_typing_adds_is_taken_away(typed, expected):
    assert folded(typed) == expected


def test_case_matters_only_where_it_is_asked_for():
    assert folded("OpenID", case=True) == "OpenID"
    assert matches("OpenID", "openid")
    assert not matches("OpenID", "openid", case=True)
    assert matches("OpenID", " ＯｐｅｎＩＤ", case=True)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("首问负责制", "首问 负责制", True),
        ("首问负责制", "首问负责", False),
        ("首问*", "首问负责制", True),
        ("*负责*", "首问负责制", True),
        ("*责", "首问负责制", False),
        ("a*b*c", "a x b y c", True),
        ("a*b*c", "a c b", False),
        ("aba*aba", "aba", False),
        ("*", "anything", True),
        ("*", "", False),
        ("*", "。", False),
        (r"5 \* 3", "5*3", False),
        (r"5\*3", "5*3", True),
        ("35%", "35 ％", False),
        ("35%", "35％", True),
        ("customer first", "customerfirst", False),
        ("", "", False),
        ("", "a", False),
    ],
)
def test_a_pattern_matches_what_says_the_same(pattern, text, expected):
    assert matches(pattern, text) is expected


@given(TEXTS, st.booleans())
def test_folding_twice_is_folding_once(text, case):
    assert folded(folded(text, case=case), case=case) == folded(text, case=case)


@given(TEXTS)
def test_a_text_without_a_star_matches_itself_if_it_says_anything(text):
    pattern = text.replace("*", "").replace("\\", "").replace("＊", "").replace("﹡", "").replace("\0", "")
    assert matches(pattern, pattern) is bool(folded(pattern)) is says_something(pattern)


@given(TEXTS, TEXTS)
def test_a_star_stands_for_whatever_comes_before_and_after(before, after):
    assert matches("*首问*", f"{before}首问{after}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("  \n", 0),
        ("先问候，再介绍。", 6),
        ("Greet every customer first.", 4),
        ("Don't say “no”", 3),
        ("24 小时内回复", 6),
        ("用 POS 机收款", 5),
        ("3.5 and 1,200", 3),
        ("well-known", 1),
        ("カタカナ", 4),
    ],
)
def test_length_counts_chinese_characters_and_other_words(text, expected):
    assert length(text) == expected


@given(TEXTS, TEXTS)
def test_two_texts_apart_are_as_long_as_both(one, other):
    assert length(f"{one}\n{other}") == length(one) + length(other)


def test_chinese_is_written_without_blanks():
    assert is_dense("先问候")
    assert is_dense("POS 机")
    assert not is_dense("Greet first")
