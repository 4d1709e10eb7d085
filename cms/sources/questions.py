"""A question of a shipped quiz, of any kind that the server marks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from assessments import types
from assessments.models import Difficulty, Question, QuestionVersion
from assessments.rules.orderings import opaque
from cms.sources.nodes import LANGUAGES, Node
from cms.sources.standards import known

REQUIRED = ("code", "kind", "mark", "standards", "stem", "feedback")


@dataclass(frozen=True, slots=True)
class QuestionSource:
    code: str
    kind: str
    mark: Decimal
    standards: list[str]
    course: str  # code of the course, or ''
    difficulty: str  # easy, medium, hard, or ''
    wording: dict[str, dict[str, Any]]
    options: Any
    right: Any
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a kind makes of its own part of the source. `texts`: language → what it adds to the wording."""

    options: Any
    right: Any
    texts: dict[str, dict[str, Any]] = field(default_factory=lambda: {language: {} for language in LANGUAGES})
    details: dict[str, Any] = field(default_factory=dict)


def read_question(node: Node, standards: set[str], course: str = "") -> QuestionSource:
    if not isinstance(node.value, dict) or "kind" not in node.value:
        node.fail("kind is missing.")
    kind = node["kind"].text()
    if kind not in KINDS:
        node["kind"].fail(f"must be one of {', '.join(KINDS)}, not {kind}.")
    own, optional, read = KINDS[kind]
    node.expect([*REQUIRED, *own], ["difficulty", *optional])
    asked = read(node)
    stem, feedback = node["stem"].worded(), node["feedback"].worded()
    wording = {
        language: {"stem": stem[language], **asked.texts[language], "feedback": feedback[language]}
        for language in LANGUAGES
    }
    source = QuestionSource(
        code=node["code"].code(40),
        kind=kind,
        mark=node["mark"].number(0, 1000),
        standards=known(node["standards"], standards),
        course=course,
        difficulty=_difficulty(node),
        wording=wording,
        options=asked.options,
        right=asked.right,
        details=asked.details,
    )
    _check(source, node)
    return source


def _check(source: QuestionSource, node: Node) -> None:
    """Whatever else the kind asks of its questions."""
    version = QuestionVersion(
        question=Question(code=source.code, kind=source.kind),
        wording=source.wording,
        options=source.options,
        right=source.right,
        details=source.details,
    )
    with override("en"):
        problems = types.of(source.kind).check(version)
    if problems:
        node.fail(problems[0])


def _difficulty(node: Node) -> str:
    if "difficulty" not in node.value:
        return ""
    difficulty = node["difficulty"].text()
    if difficulty not in Difficulty.values:
        node["difficulty"].fail(f"must be one of {', '.join(Difficulty.values)}, not {difficulty}.")
    return difficulty


def _by_language(part: str, texts: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
    """Key → language → text, as the wording has it: language → part → key → text."""
    return {language: {part: {key: text[language] for key, text in texts.items()}} for language in LANGUAGES}


def _keyed(node: Node, required: list[str], optional: list[str] | None = None, least: int = 2) -> dict[str, Node]:
    """The entries of a list under their keys, in their order."""
    found: dict[str, Node] = {}
    for entry in node.items(least=least, most=20):
        entry.expect(["key", *required], optional or [])
        key = entry["key"].code(20)
        if key in found:
            entry.fail(f"key {key} stands here for the second time.")
        found[key] = entry
    return found


def _options(node: Node, *, one: bool) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The texts of the options and the keys of the right ones."""
    entries = _keyed(node, ["correct", "text"])
    right = [key for key, entry in entries.items() if entry.flag("correct")]
    if not right or (one and len(right) > 1):
        node.fail("exactly one must be correct." if one else "at least one must be correct.")
    return {key: entry["text"].worded() for key, entry in entries.items()}, right


def _single(node: Node) -> _Asked:
    texts, right = _options(node["options"], one=True)
    return _Asked(list(texts), right, _by_language("options", texts))


def _multiple(node: Node) -> _Asked:
    texts, right = _options(node["options"], one=False)
    return _Asked(list(texts), right, _by_language("options", texts))


def _true_false(node: Node) -> _Asked:
    return _Asked(["true", "false"], ["true" if node.flag("correct") else "false"])


def _answers(node: Node, *own: str) -> list[dict[str, str]]:
    """Right answers, each number as text, so that none passes through binary floating point."""
    found = []
    for entry in node.items(least=1, most=40):
        entry.expect(own[:1], [*own[1:], "credit"])
        found.append({name: _exact(entry[name]) for name in (*own, "credit") if name in entry.value})
    return found


def _exact(node: Node) -> str:
    if isinstance(node.value, float | bool):
        node.fail("write the number in quotation marks, such as '12.5'.")
    return str(node.value)


def _numeric(node: Node) -> _Asked:
    """`unit` stands beside the field in each language; `units` are other spellings that are accepted."""
    asked = _Asked([], _answers(node["answers"], "value", "tolerance"))
    if "unit" in node.value:
        asked.texts.update({language: {"unit": unit} for language, unit in node["unit"].worded(20).items()})
    if "units" in node.value:
        asked.details["units"] = [unit.text(20) for unit in node["units"].items()]
    return asked


def _short_text(node: Node) -> _Asked:
    return _Asked([], _answers(node["answers"], "text"))


def _opaque(entries: list[Node]) -> dict[str, dict[str, str]]:
    """Texts under keys that give nothing away: a page shows the keys to whoever looks at its source."""
    texts = [entry.worded() for entry in entries]
    found = {opaque(text[LANGUAGES[0]]): text for text in texts}
    if len(found) < len(texts):
        entries[0].fail("two of the entries say the same.")
    return found


def _matching(node: Node) -> _Asked:
    """`extra` are entries on the right that belong to nothing on the left."""
    pairs = node["pairs"].items(least=2, most=20)
    for pair in pairs:
        pair.expect(["left", "right"])
    extra = node["extra"].items(least=1, most=10) if "extra" in node.value else []
    lefts = _opaque([pair["left"] for pair in pairs])
    rights = _opaque([*(pair["right"] for pair in pairs), *extra])
    left, right = _by_language("left", lefts), _by_language("right", rights)
    texts = {language: {**left[language], **right[language]} for language in LANGUAGES}
    options = {"left": list(lefts), "right": sorted(rights)}
    return _Asked(options, dict(zip(lefts, rights, strict=False)), texts)


def _ordering(node: Node) -> _Asked:
    """The lines stand in the right order here; they are mixed when they are shown."""
    texts = _opaque(node["lines"].items(least=2, most=20))
    return _Asked(sorted(texts), list(texts), _by_language("options", texts))


def _gaps(node: Node) -> _Asked:
    options: dict[str, Any] = {}
    right: dict[str, Any] = {}
    texts: dict[str, dict[str, Any]] = {language: {"gaps": {}} for language in LANGUAGES}
    for gap, entry in _keyed(node["gaps"], ["kind"], ["options", "answers"], least=1).items():
        kind = entry["kind"].text()
        options[gap] = {"kind": kind}
        if kind == "choice":
            entry.expect(["key", "kind", "options"])
            choices, right[gap] = _options(entry["options"], one=True)
            options[gap]["options"] = list(choices)
            for language in LANGUAGES:
                texts[language]["gaps"][gap] = {key: text[language] for key, text in choices.items()}
        elif kind in ("text", "number"):
            entry.expect(["key", "kind", "answers"])
            right[gap] = _answers(entry["answers"], *(("text",) if kind == "text" else ("value", "tolerance")))
        else:
            entry["kind"].fail(f"must be one of choice, text, number, not {kind}.")
    return _Asked(options, right, texts)


def _scenario(node: Node) -> _Asked:
    """The first round is where the talk starts; a reply without `next` ends it."""
    rounds = _keyed(node["rounds"], ["text", "replies"], least=1)
    replies = {key: _keyed(entry["replies"], ["text", "credit"], ["next"], least=0) for key, entry in rounds.items()}
    ways = {
        key: {reply: entry["next"].code(20) if "next" in entry.value else None for reply, entry in given.items()}
        for key, given in replies.items()
    }
    credits = {
        key: {reply: _exact(entry["credit"]) for reply, entry in given.items()} for key, given in replies.items()
    }
    said = _by_language("nodes", {key: entry["text"].worded() for key, entry in rounds.items()})
    for key, given in replies.items():
        worded = _by_language(key, {reply: entry["text"].worded() for reply, entry in given.items()})
        for language in LANGUAGES:
            said[language].setdefault("replies", {}).update(worded[language])
    return _Asked({"start": next(iter(rounds)), "nodes": ways}, credits, said)


# Kind → what it needs, what it may have, and how that is read.
KINDS: dict[str, tuple[list[str], list[str], Callable[[Node], _Asked]]] = {
    "single": (["options"], [], _single),
    "multiple": (["options"], [], _multiple),
    "true-false": (["correct"], [], _true_false),
    "numeric": (["answers"], ["unit", "units"], _numeric),
    "short-text": (["answers"], [], _short_text),
    "matching": (["pairs"], ["extra"], _matching),
    "ordering": (["lines"], [], _ordering),
    "gaps": (["gaps"], [], _gaps),
    "scenario": (["rounds"], [], _scenario),
}
