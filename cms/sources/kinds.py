"""What each kind of block holds in its source, and the value that a page stores for it."""

import re
from collections.abc import Callable
from typing import Any

from cms.rules.dialogue import Line, Reply, Wrong, faults
from cms.sources.markdown import rich_text
from cms.sources.nodes import Node

Value = dict[str, Any]
LINE_ID = re.compile("[a-z0-9-]+")


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
    for item in node["options"].items(least=2, most=5):
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


def dialogue(node: Node) -> Value:
    node.expect(["setting", "lines"])
    lines = [_line(item) for item in node["lines"].items(least=1, most=20)]
    _play(node, lines)
    return {"setting": node["setting"].text(), "lines": lines}


def _line(node: Node) -> Value:
    node.expect(["id", "customer", "replies"])
    replies = []
    for item in node["replies"].items(most=4):
        item.expect(["say", "why", "good", "next"])
        replies.append(
            {
                "say": item["say"].text(),
                "why": item["why"].text(),
                "good": item.flag("good"),
                "next": _mark(item["next"]),
            }
        )
    return {"id": _mark(node["id"]), "customer": node["customer"].text(), "replies": replies}


def _mark(node: Node) -> str:
    """The id of a line."""
    mark = node.text(40)
    if not LINE_ID.fullmatch(mark):
        node.fail(f"{mark!r} is no id: use small letters, digits and hyphens.")
    return mark


def _play(node: Node, lines: list[Value]) -> None:
    """Refuses a dialogue that leads astray."""
    talk = [Line(line["id"], [Reply(reply["good"], reply["next"]) for reply in line["replies"]]) for line in lines]
    for fault in faults(talk):
        line = talk[fault.line]
        where = node.at(None, f"line {line.id}")
        match fault.wrong:
            case Wrong.TWICE:
                where.fail("this id stands here for the second time.")
            case Wrong.ALONE:
                where.fail("has one reply; give two to four, or none where the talk ends.")
            case Wrong.NO_GOOD:
                where.fail("at least one reply must be good.")
            case Wrong.UNKNOWN:
                where.fail(f"reply no. {fault.reply + 1} leads to {line.replies[fault.reply].next}, which is no line.")
            case Wrong.UNREACHABLE:
                where.fail("no reply leads here from the first line.")
            case _:
                where.fail("from here the talk never ends.")


def flip_cards(node: Node) -> Value:
    node.expect(["cards"])
    cards = []
    for item in node["cards"].items(least=2, most=8):
        item.expect(["front", "back"])
        cards.append({"front": item["front"].text(100), "back": item["back"].text(500)})
    return {"cards": cards}


def checklist(node: Node) -> Value:
    node.expect(["title", "items"])
    return {"title": node["title"].text(100), "items": [item.text(300) for item in node["items"].items(2, 10)]}


def remember(node: Node) -> str:
    return node.text()


KINDS: dict[str, Callable[[Node], Any]] = {
    "text": text,
    "heading": heading,
    "steps": steps,
    "do_dont": do_dont,
    "scenario": scenario,
    "check": check,
    "dialogue": dialogue,
    "flip_cards": flip_cards,
    "checklist": checklist,
    "remember": remember,
}
