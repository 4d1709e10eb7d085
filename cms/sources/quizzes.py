from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cms.sources.nodes import LANGUAGES, Node
from cms.sources.standards import known


@dataclass(frozen=True, slots=True)
class QuestionSource:
    code: str
    kind: str
    mark: Decimal
    standards: list[str]
    wording: dict[str, dict[str, Any]]
    options: list[str]
    right: list[str]


@dataclass(frozen=True, slots=True)
class QuizSource:
    code: str
    titles: dict[str, str]
    pass_mark: Decimal
    questions: list[QuestionSource]


def read_quiz(node: Node, standards: set[str]) -> QuizSource:
    node.expect(["code", "title", "pass_mark", "questions"])
    return QuizSource(
        node["code"].code(),
        node["title"].worded(200),
        node["pass_mark"].number(0, 100),
        [read_question(item, standards) for item in node["questions"].items(least=1)],
    )


def read_question(node: Node, standards: set[str]) -> QuestionSource:
    node.expect(["code", "kind", "mark", "standards", "stem", "options", "feedback"])
    kind = node["kind"].text()
    if kind not in ("single", "multiple"):
        node["kind"].fail(f"must be single or multiple, not {kind}.")
    texts: dict[str, dict[str, str]] = {}
    right = []
    for option in node["options"].items(least=2, most=8):
        option.expect(["key", "correct", "text"])
        key = option["key"].code(10)
        if key in texts:
            option.fail(f"key {key} stands here for the second time.")
        texts[key] = option["text"].worded()
        right += [key] if option.flag("correct") else []
    if not right or (kind == "single" and len(right) > 1):
        node["options"].fail("exactly one must be correct." if kind == "single" else "at least one must be correct.")
    stem, feedback = node["stem"].worded(), node["feedback"].worded()
    wording = {
        language: {
            "stem": stem[language],
            "options": {key: text[language] for key, text in texts.items()},
            "feedback": feedback[language],
        }
        for language in LANGUAGES
    }
    return QuestionSource(
        node["code"].code(40),
        kind,
        node["mark"].number(0, 1000),
        known(node["standards"], standards),
        wording,
        list(texts),
        right,
    )
