from dataclasses import dataclass

from cms.sources.nodes import Node


@dataclass(frozen=True, slots=True)
class StandardSource:
    code: str
    category: str
    titles: dict[str, str]
    texts: dict[str, str]
    ours: bool


def read_standards(node: Node) -> list[StandardSource]:
    found: dict[str, StandardSource] = {}
    for item in node.items():
        item.expect(["code", "category", "title", "text"], ["ours"])
        code = item["code"].code(40)
        if code in found:
            item.fail(f"{code} stands here for the second time.")
        found[code] = StandardSource(
            code,
            item["category"].text(40),
            item["title"].worded(200),
            item["text"].worded(),
            item.flag("ours"),
        )
    return list(found.values())


def known(node: Node, standards: set[str]) -> list[str]:
    """The codes in a list, each of them a standard that ships."""
    codes = node.codes()
    for code in codes:
        if code not in standards:
            node.fail(f"there is no standard {code}; add it to standards.yaml first.")
    return codes
