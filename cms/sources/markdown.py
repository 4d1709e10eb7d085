"""Markdown of the source files as the rich text that the editor keeps: paragraphs, bold, lists, h3, links."""

from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cms.sources.nodes import Node

TAGS = {"p": "p", "ul": "ul", "ol": "ol", "li": "li", "strong": "b", "h3": "h3", "a": "a"}

_parser = MarkdownIt("commonmark", {"html": False})


def rich_text(node: Node) -> str:
    """The HTML of a markdown text; refuses what a lesson's editor could not keep."""
    return "".join(_html(token, node) for token in _parser.parse(node.text()))


def _html(token: Token, node: Node) -> str:
    if token.type == "inline":
        return "".join(_html(child, node) for child in token.children or [])
    if token.type == "text":
        return escape(token.content, quote=False)
    if token.type in ("softbreak", "hardbreak"):
        return " " if token.type == "softbreak" else "<br/>"
    if token.hidden:
        return ""
    tag = TAGS.get(token.tag)
    if tag is None or token.nesting == 0:
        node.fail(f"{token.type.removesuffix('_open')} cannot be shown in a lesson; use paragraphs, bold and lists.")
    if token.nesting < 0:
        return f"</{tag}>"
    href = token.attrGet("href")
    return f'<a href="{escape(str(href))}">' if tag == "a" else f"<{tag}>"
