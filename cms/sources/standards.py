from dataclasses import dataclass

from cms.sources.markdown import rich_text
from cms.sources.nodes import Node

LONGEST_CLOCK = 366 * 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class StandardSource:
    code: str
    category: str
    titles: dict[str, str]
    texts: dict[str, str]
    ours: bool
    respond: int | None  # minutes within which somebody must respond
    resolve: int | None  # minutes within which the matter must be resolved
    details: dict[str, str]  # language → clean HTML; empty where there is no explanation


def read_standards(node: Node) -> list[StandardSource]:
    found: dict[str, StandardSource] = {}
    for item in node.items():
        item.expect(["code", "category", "title", "text"], ["ours", "respond", "resolve", "detail"])
        code = item["code"].code(40)
        if code in found:
            item.fail(f"{code} stands here for the second time.")
        found[code] = StandardSource(
            code,
            item["category"].text(40),
            item["title"].worded(200),
            item["text"].worded(),
            item.flag("ours"),
            _minutes(item, "respond"),
            _minutes(item, "resolve"),
            _details(item),
        )
    return list(found.values())


def _minutes(item: Node, key: str) -> int | None:
    return item[key].whole(1, LONGEST_CLOCK) if key in item.value else None


def _details(item: Node) -> dict[str, str]:
    if "detail" not in item.value:
        return {}
    return {language: rich_text(node) for language, node in item["detail"].languages().items()}


def known(node: Node, standards: set[str]) -> list[str]:
    """The codes in a list, each of them a standard that ships."""
    codes = node.codes()
    for code in codes:
        if code not in standards:
            node.fail(f"there is no standard {code}; add it to standards.yaml first.")
    return codes
