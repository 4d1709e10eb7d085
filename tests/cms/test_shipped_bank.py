"""The questions that ship, taken together: nothing in their shape tells a clever guesser what is right."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings

QUIZZES = sorted((settings.BASE_DIR / "content" / "quizzes").glob("*.yaml"))
LANGUAGES = ("zh-hans", "en")


def questions() -> Iterator[dict[str, Any]]:
    for path in QUIZZES:
        yield from yaml.safe_load(path.read_text())["questions"]


def singles() -> list[dict[str, Any]]:
    return [question for question in questions() if question["kind"] == "single"]


def test_there_are_enough_and_each_says_what_it_tests_how_hard_it_is_and_what_it_teaches() -> None:
    asked = list(questions())
    assert len(asked) >= 160
    assert all(each["standards"] and each["difficulty"] for each in asked)
    assert all(len(each["feedback"][language]) >= 10 for each in asked for language in LANGUAGES)
    levels = Counter(each["difficulty"] for each in asked)
    assert min(levels[level] for level in ("easy", "medium", "hard")) >= 30


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_each_quiz_asks_in_several_ways(path: Any) -> None:
    kinds = Counter(each["kind"] for each in yaml.safe_load(path.read_text())["questions"])
    assert sum(kinds.values()) - kinds["single"] - kinds["multiple"] >= 5
    assert len(kinds) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_option_is_not_the_right_one_more_often_than_by_chance(language: str) -> None:
    longest = 0
    for question in singles():
        lengths = {option["key"]: len(option["text"][language]) for option in question["options"]}
        right = next(option["key"] for option in question["options"] if option["correct"])
        longest += sorted(lengths.values())[-2] < lengths[right]
    assert longest / len(singles()) <= 0.33


def test_the_right_option_stands_in_every_place() -> None:
    places = Counter(
        next(place for place, option in enumerate(question["options"]) if option["correct"]) for question in singles()
    )
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= len(singles()) * 0.35


def test_how_many_options_are_right_cannot_be_guessed() -> None:
    right = Counter(
        (len(question["options"]), sum(option["correct"] for option in question["options"]))
        for question in questions()
        if question["kind"] == "multiple"
    )
    assert right.most_common(1)[0][1] <= sum(right.values()) * 0.75
