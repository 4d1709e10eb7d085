"""Questions of every kind in a shipped quiz: read, checked, loaded, and refused with the place named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from assessments import types
from assessments.models import Question, QuestionVersion
from cms.sources.nodes import Node, SourceError
from cms.sources.questions import KINDS, read_question
from tests.cms import sources
from tests.cms.sources import both

Load = Callable[[], str]

OPTIONS = [
    {"key": "a", "correct": True, "text": both("微笑", "a smile")},
    {"key": "b", "correct": False, "text": both("皱眉", "a frown")},
]
REPLIES = [
    {"key": "a", "text": both("对不起", "I am sorry"), "credit": 1, "next": "end"},
    {"key": "b", "text": both("等着", "Wait"), "credit": "0"},
]
OWN: dict[str, dict[str, Any]] = {
    "single": {"options": OPTIONS},
    "multiple": {"options": OPTIONS},
    "true-false": {"correct": False},
    "numeric": {
        "answers": [{"value": 20, "tolerance": "0.5"}],
        "unit": both("分钟", "minutes"),
        "units": ["min"],
        "difficulty": "hard",
    },
    "short-text": {"answers": [{"text": "首问负责制"}, {"text": "first contact", "credit": 1}]},
    "matching": {
        "pairs": [
            {"left": both("收银", "Cashier"), "right": both("柜台", "Till")},
            {"left": both("迎宾", "Greeter"), "right": both("门口", "Door")},
        ],
        "extra": [both("屋顶", "Roof")],
    },
    "ordering": {"lines": [both("问候", "Greet"), both("了解", "Ask"), both("介绍", "Advise")]},
    "gaps": {
        "stem": both("[[n]] 秒内，[[w]]，[[t]]。", "[[n]] seconds, [[w]], [[t]]."),
        "gaps": [
            {"key": "n", "kind": "number", "answers": [{"value": 10}]},
            {"key": "w", "kind": "choice", "options": OPTIONS},
            {"key": "t", "kind": "text", "answers": [{"text": "先问候"}, {"text": "greet"}]},
        ],
    },
    "scenario": {
        "rounds": [
            {"key": "start", "text": both("太慢了", "Too slow"), "replies": REPLIES},
            {"key": "end", "text": both("谢谢", "Thank you"), "replies": []},
        ]
    },
}


def question(kind: str, code: str = "Q-1", **changes: Any) -> dict[str, Any]:
    common = {
        "code": code,
        "kind": kind,
        "mark": 1,
        "standards": ["GREET-1"],
        "stem": both("问题？", "Question?"),
        "feedback": both("因为。", "Because."),
    }
    return common | OWN[kind] | changes


def node(value: Any) -> Node:
    return Node(value, "content/quizzes/x-final.yaml", "no. 1")


def test_every_kind_that_the_server_marks_can_ship():
    assert set(OWN) == set(KINDS)
    assert {kind for kind in types.kinds() if not types.of(kind).by_person} - set(KINDS) == {"marks"}


@pytest.mark.parametrize("kind", OWN)
def test_a_question_of_each_kind_is_read_and_can_be_answered(kind):
    source = read_question(node(question(kind)), {"GREET-1"}, "greeting")
    assert (source.code, source.kind, source.course) == ("Q-1", kind, "greeting")
    assert source.difficulty == ("hard" if kind == "numeric" else "")
    version = QuestionVersion(
        question=Question(code="Q-1", kind=kind),
        wording=source.wording,
        options=source.options,
        right=source.right,
        details=source.details,
    )
    for language in ("zh-hans", "en"):
        assert types.of(kind).credit(version, types.of(kind).best(version, language), False) == 1


def test_the_keys_of_pairs_and_lines_give_nothing_away():
    lines = read_question(node(question("ordering")), {"GREET-1"})
    assert lines.options == sorted(lines.right)
    assert lines.options != lines.right
    pairs = read_question(node(question("matching")), {"GREET-1"})
    assert pairs.options["right"] == sorted(pairs.options["right"])
    assert len(pairs.options["right"]) == 3
    assert not set(pairs.options["left"]) & set(pairs.options["right"])


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (question("single") | {"kind": "essay"}, "kind: must be one of single, multiple, true-false, numeric,"),
        ({"code": "Q-1"}, "kind is missing."),
        (question("numeric", answers=[{"value": 0.1}]), "write the number in quotation marks, such as '12.5'."),
        (question("numeric", answers=[{"value": "soon"}]), "“soon” is no number; write it like 12.5."),
        (question("short-text", answers=[{"text": "。"}]), "“。” can be typed by nobody:"),
        (question("single", difficulty="grim"), "difficulty: must be one of easy, medium, hard, not grim."),
        (question("single", lines=[]), "lines is not known here; use code, kind,"),
        (question("ordering", lines=[both("一", "One"), both("一", "Two")]), "two of the entries say the same."),
        (question("gaps", stem=both("没有空", "[[n]] [[w]] [[t]]")), "the text must hold each gap once, like [[n]]."),
        (
            question("gaps", gaps=[{"key": "n", "kind": "drag"}]),
            "kind: must be one of choice, text, number, not drag.",
        ),
        (
            question("scenario", rounds=[{"key": "a", "text": both("一", "One"), "replies": []}]),
            "Say in which round the scenario starts; that round needs replies.",
        ),
    ],
)
def test_a_mistake_in_a_question_names_its_place(value, sentence):
    with pytest.raises(SourceError) as refused:
        read_question(node(value), {"GREET-1"})
    assert str(refused.value).startswith("content/quizzes/x-final.yaml, no. 1")
    assert sentence in str(refused.value)


@pytest.mark.django_db
def test_questions_are_loaded_with_their_course_and_difficulty(load: Load, content: Path) -> None:
    quiz = sources.read(content, sources.QUIZ)
    quiz["questions"] += [question(kind, f"GR-{number}") for number, kind in enumerate(OWN, start=3)]
    sources.write(content, sources.QUIZ, quiz)
    assert f"questions: created {2 + len(OWN)}, updated 0, unchanged 0\n" in load()
    numeric = Question.objects.get(kind="numeric")
    assert (numeric.course, numeric.difficulty) == ("greeting", "hard")
    version = numeric.versions.get()
    assert version.details == {"units": ["min"]}
    assert version.right == [{"value": "20", "tolerance": "0.5"}]
    assert f"questions: created 0, updated 0, unchanged {2 + len(OWN)}\n" in load()


@pytest.mark.django_db
def test_a_changed_key_is_a_new_version_and_a_changed_difficulty_is_none(load: Load, content: Path) -> None:
    quiz = sources.read(content, sources.QUIZ)
    quiz["questions"].append(question("numeric", "GR-3"))
    sources.write(content, sources.QUIZ, quiz)
    load()
    quiz["questions"][-1]["difficulty"] = "easy"
    sources.write(content, sources.QUIZ, quiz)
    assert "questions: created 0, updated 1, unchanged 2\n" in load()
    assert Question.objects.get(code="GR-3").difficulty == "easy"
    quiz["questions"][-1]["units"] = ["min", "minute"]
    sources.write(content, sources.QUIZ, quiz)
    load()
    versions = list(Question.objects.get(code="GR-3").versions.values_list("number", "details"))
    assert versions == [(1, {"units": ["min"]}), (2, {"units": ["min", "minute"]})]


@pytest.mark.django_db
def test_a_wrong_question_stops_the_whole_load(load: Load, content: Path) -> None:
    quiz = sources.read(content, sources.QUIZ)
    quiz["questions"].append(question("numeric", "GR-3", answers=[]))
    sources.write(content, sources.QUIZ, quiz)
    with pytest.raises(CommandError):
        load()
    assert not Question.objects.exists()
