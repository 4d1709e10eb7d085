"""When two texts are much alike, in Chinese as in English, and how all such pairs are found."""

import random
from fractions import Fraction
from itertools import combinations

from assessments.rules.similarity import nearest, pairs, shingles, similarity


def alike(one: str, other: str) -> Fraction:
    return similarity(shingles(one), shingles(other))


def test_the_same_text_is_wholly_alike_however_it_was_typed():
    assert alike("Greet first!", "ｇｒｅｅｔ　FIRST") == 1
    assert alike("先问候，再介绍。", "先问候再介绍") == 1


def test_one_changed_character_in_chinese_changes_two_pairs_of_characters():
    # 投诉应在二十分钟内回复 has 10 pairs; 三十 for 二十 changes 在二 and 二十.
    assert alike("投诉应在二十分钟内回复", "投诉应在三十分钟内回复") == Fraction(8, 12)


def test_texts_about_other_things_are_hardly_alike():
    assert alike("How soon is a complaint answered?", "What belongs on the name badge?") < Fraction(1, 10)
    assert alike("", "") == 0


def test_a_short_text_is_compared_whole():
    assert shingles("Till") == {"till"}
    assert alike("Till", "Tilt") == 0


def test_all_pairs_are_those_that_comparing_each_with_each_finds():
    dice = random.Random(7)
    words = ["顾客", "投诉", "微笑", "问候", "记录", "退货", "greet", "smile", "ask", "listen", "record", "return"]
    texts = {number: " ".join(dice.choices(words, k=dice.randint(1, 12))) for number in range(150)}
    for least in (Fraction(1, 4), Fraction(3, 5), Fraction(1)):
        each = {
            (one, other): alike(texts[one], texts[other])
            for one, other in combinations(texts, 2)
            if alike(texts[one], texts[other]) >= least
        }
        found = pairs(texts, least)
        assert {(pair.one, pair.other): pair.similarity for pair in found} == each
        assert [pair.similarity for pair in found] == sorted(each.values(), reverse=True)
        assert each


def test_more_texts_than_are_compared_at_once_are_compared_all_the_same():
    texts = {number: f"question number {number * 7919} of the bank" for number in range(1101)}
    texts[1100] = texts[3]
    assert [(pair.one, pair.other) for pair in pairs(texts, Fraction(1))] == [(3, 1100)]


def test_nothing_is_alike_where_there_is_nothing():
    assert pairs({}, Fraction(1, 2)) == []
    assert pairs({1: "", 2: ""}, Fraction(1, 2)) == []


def test_the_nearest_texts_come_first():
    texts = [(1, "投诉应在三十分钟内回复"), (2, "投诉应在二十分钟内回复"), (3, "胸牌戴在左边")]
    assert nearest("投诉应在二十分钟内回复。", texts, Fraction(1, 2)) == [(2, Fraction(1)), (1, Fraction(8, 12))]
