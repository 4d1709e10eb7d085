"""The blocks of a lesson's source as the values its page stores."""

from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cms.sources.markdown import rich_text
from cms.sources.nodes import LANGUAGES, Node

Value = dict[str, Any]


def text(node: Node) -> Value:
    return {"text": rich_text(node)}


def heading(node: Node) -> str:
    return node.text(100)


def steps(node: Node) -> Value:
    found = []
    for item in node.items(least=2):
        item.expect(["title", "text"])
        found.append({"title": item["title"].text(80), "text": item["text"].text()})
    return {"steps": found}


def do_dont(node: Node) -> Value:
    node.expect(["do", "dont"])
    return {key: [item.text() for item in node[key].items(least=1)] for key in ("do", "dont")}


def scenario(node: Node) -> Value:
    node.expect(["setting", "customer", "choices"])
    choices = []
    for item in node["choices"].items(least=2, most=4):
        item.expect(["say", "reaction", "why", "good"])
        choices.append({**{key: item[key].text() for key in ("say", "reaction", "why")}, "good": item.flag("good")})
    if not any(choice["good"] for choice in choices):
        node["choices"].fail("at least one must be good.")
    return {"setting": node["setting"].text(), "customer": node["customer"].text(), "choices": choices}


def check(node: Node) -> Value:
    node.expect(["question", "options"])
    options = []
    for item in node["options"].items(least=2, most=4):
        item.expect(["text", "correct", "feedback"])
        options.append(
            {
                "text": item["text"].text(300),
                "correct": item.flag("correct"),
                "feedback": item["feedback"].text(),
            }
        )
    if sum(bool(option["correct"]) for option in options) != 1:
        node["options"].fail("exactly one must be correct.")
    return {"question": node["question"].text(), "options": options}


def remember(node: Node) -> str:
    return node.text()


KINDS: dict[str, Callable[[Node], Any]] = {
    "text": text,
    "heading": heading,
    "steps": steps,
    "do_dont": do_dont,
    "scenario": scenario,
    "check": check,
    "remember": remember,
}
PLAIN = ("heading", "remember")  # kinds whose value is a text, with no room for `ours`


def bodies(blocks: Node, key: str) -> dict[str, list[Value]]:
    """Language → the blocks as a page stores them, standards still by code. `key` makes the ids lasting."""
    found: dict[str, list[Value]] = {language: [] for language in LANGUAGES}
    for number, node in enumerate(blocks.items(least=1), start=1):
        for language, value in _block(node).items():
            found[language].append(
                {
                    "type": node.value["kind"],
                    "value": _listed(value, f"{key}/{number}"),
                    "id": _id(f"{key}/{number}"),
                }
            )
    return found


def _block(node: Node) -> dict[str, Any]:
    kind = node.value.get("kind") if isinstance(node.value, dict) else None
    if kind == "standard":
        node.expect(["kind", "code"])
        code = node["code"].code()
        return dict.fromkeys(LANGUAGES, code)
    if kind not in KINDS:
        node.fail(f"kind must be one of {', '.join([*KINDS, 'standard'])}, not {kind}.")
    node.expect(["kind", *LANGUAGES], [] if kind in PLAIN else ["ours"])
    values = {language: KINDS[kind](node[language]) for language in LANGUAGES}
    if len({repr(_shape(value)) for value in values.values()}) > 1:
        node.fail("the languages differ in shape: as many entries, and the right ones in the same places, are needed.")
    if kind in PLAIN:
        return values
    return {language: {**value, "ours": node.flag("ours")} for language, value in values.items()}


def _shape(value: Any) -> Any:
    """The value without its wording."""
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return value if isinstance(value, bool) else None


def _listed(value: Any, key: str) -> Any:
    """Lists as the page stores them: every entry with an id that lasts from load to load."""
    if isinstance(value, dict):
        return {name: _listed(item, f"{key}/{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "value": _listed(item, f"{key}/{number}"), "id": _id(f"{key}/{number}")}
            for number, item in enumerate(value, start=1)
        ]
    return value


def _id(key: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"five-hearts/{key}"))
