"""What differs between two values as JSON holds them."""

from assessments.rules.differences import Difference, Piece, differences, pieces
from assessments.rules.pictures import Shown, shown_in


def test_a_difference_is_found_as_deep_as_it_lies():
    before = {"en": {"stem": "Ask?", "options": {"a": "One", "b": "Two"}}}
    after = {"en": {"stem": "Ask?", "options": {"a": "One", "b": "Three"}}}
    assert differences(before, after) == [Difference(("en", "options", "b"), "Two", "Three")]


def test_what_comes_and_what_goes():
    assert differences({"a": "x"}, {"b": "y"}) == [Difference(("a",), "x", None), Difference(("b",), None, "y")]


def test_saying_nothing_in_another_way_is_no_difference():
    assert differences({"feedback": "", "case": False, "units": []}, {"credits": {}, "rubric": None}) == []


def test_a_number_is_the_same_as_its_text_but_zero_is_something():
    assert differences([{"value": 20}], [{"value": "20"}]) == []
    assert differences({"credit": "0"}, {}) == [Difference(("credit",), "0", None)]


def test_the_order_of_a_list_means_something():
    assert differences(["a", "b"], ["b", "a"]) == [Difference((), ["a", "b"], ["b", "a"])]


def test_a_text_is_compared_by_words_and_chinese_by_characters():
    assert pieces("within 20 minutes", "within 30 minutes") == [
        Piece("same", "within "), Piece("gone", "20"), Piece("come", "30"), Piece("same", " minutes"),
    ]  # fmt: skip
    assert pieces("先问候", "先微笑") == [Piece("same", "先"), Piece("gone", "问候"), Piece("come", "微笑")]


def test_pictures_are_found_with_their_words():
    html = '<p>Look: <img alt=" A badge " src="/a/"><IMG src="/b/"></p>'
    assert shown_in(html) == [Shown("/a/", "A badge"), Shown("/b/", "")]
    assert shown_in("no picture, 1 < 2") == []
