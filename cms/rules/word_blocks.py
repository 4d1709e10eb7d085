"""The blocks of a lesson from the clean HTML of a Word document.

`docs`: headings, paragraphs, lists, tables and pictures, as mammoth writes them. What no block can hold is named.
"""

import re
from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

HEADINGS = ("h1", "h2", "h3")  # each begins a step on the phone
SMALL_HEADINGS = ("h4", "h5", "h6")
HEADING, STEP, ITEM, ALT = 100, 80, 1_000, 250  # longest texts, as the blocks allow
DO = frozenset({"宜", "应做", "应该", "这样做", "do", "dos", "do this"})
DONT = frozenset({"忌", "不应做", "不应该", "不要这样做", "不要", "dont", "donts", "do not", "not this"})
SAFE_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
LEAD_END = " \t:：。.，,;；—–-"


class Left(StrEnum):
    """What could not be taken as it stood."""

    TABLE = "table"  # its words stand in a list now
    HEADING = "heading"  # too long: it is a bold paragraph now
    ITALICS = "italics"
    NOTE = "note"
    PICTURE = "picture"  # a format that no browser shows
    CHART = "chart"
    DIAGRAM = "diagram"
    EQUATION = "equation"
    OBJECT = "object"
    COMMENT = "comment"
    REVISION = "revision"
    HEADER = "header"


@dataclass
class Draft:
    """A lesson as far as the document gives it. A picture's value is {"picture": its number, "alt": text}."""

    title: str = ""
    blocks: list[tuple[str, Any]] = field(default_factory=list)
    left: Counter[Left] = field(default_factory=Counter)

    @property
    def letters(self) -> int:
        return sum(len(str(value)) for _kind, value in self.blocks)


def lesson_of(html: str) -> Draft:
    """Reads the document once, from top to bottom. A first line in the style Title, or the only heading of the first
    level at the very top, is the lesson's title."""
    soup = BeautifulSoup(html, "html.parser")
    return _Reader(soup).read()


class _Reader:
    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self.draft = Draft()
        self.text: list[str] = []  # clean HTML that waits for its text block

    def read(self) -> Draft:
        self._take_notes()
        parts = [part for part in self.soup.contents if isinstance(part, Tag)]
        if parts and self._is_title(parts[0]):
            self.draft.title = _words(parts.pop(0))[:255]
        for part in parts:
            self._part(part)
        self._close_text()
        return self.draft

    def _is_title(self, part: Tag) -> bool:
        if "title" in part.get_attribute_list("class"):
            return True
        return part.name == "h1" and len(self.soup.find_all("h1")) == 1

    def _take_notes(self) -> None:
        for note in self.soup.find_all("li", id=re.compile("^(footnote|endnote)-")):
            self.draft.left[Left.NOTE] += 1
            parent = note.parent
            note.decompose()
            if parent is not None and not parent.find("li"):
                parent.decompose()
        for mark in self.soup.find_all("sup"):
            if mark.find("a", href=re.compile("^#")):
                mark.decompose()

    def _part(self, part: Tag) -> None:
        if part.name in HEADINGS:
            self._heading(_words(part))
        elif part.name == "table":
            self._table(part)
        elif part.name == "ol" and (steps := _steps(part)):
            self._block("steps", {"steps": steps})
        else:
            self._prose(part)

    def _heading(self, words: str) -> None:
        if not words:
            return
        if len(words) <= HEADING:
            self._block("heading", words)
        else:
            self.draft.left[Left.HEADING] += 1
            self.text.append(f"<p><b>{_escaped(words)}</b></p>")

    def _prose(self, part: Tag) -> None:
        pictures = [picture.extract() for picture in part.find_all("img")]
        if _words(part):
            html, italics = _clean(part)
            self.draft.left[Left.ITALICS] += italics
            self.text.append(html)
        for picture in pictures:
            number, alt = str(picture.get("src", "")).removeprefix("picture:"), str(picture.get("alt", ""))
            self._block("picture", {"picture": int(number or 0), "alt": " ".join(alt.split())[:ALT]})

    def _table(self, table: Tag) -> None:
        rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
        for picture in [picture.extract() for picture in table.find_all("img")]:
            self._prose(BeautifulSoup(f"<p>{picture}</p>", "html.parser").p)  # type: ignore[arg-type]
        columns = _do_dont(rows)
        if columns:
            self._block("do_dont", {"do": columns[0], "dont": columns[1]})
            return
        lines = [" · ".join(filter(None, (_words(cell) for cell in row))) for row in rows]
        if any(lines):
            self.draft.left[Left.TABLE] += 1
            self.text.append("<ul>" + "".join(f"<li>{_escaped(line)}</li>" for line in lines if line) + "</ul>")

    def _block(self, kind: str, value: Any) -> None:
        self._close_text()
        self.draft.blocks.append((kind, value))

    def _close_text(self) -> None:
        if self.text:
            self.draft.blocks.append(("text", {"text": "".join(self.text)}))
            self.text = []


def _words(part: Tag) -> str:
    return " ".join(part.get_text(" " if part.name in ("td", "th") else "").split())


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _steps(numbered: Tag) -> list[dict[str, str]] | None:
    """Each point of the list as a step, if each begins with a few bold words; None if one does not."""
    steps = []
    for item in copy(numbered).find_all("li", recursive=False):  # a copy: the leads are taken out of it
        lead = next((child for child in item.children if not isinstance(child, NavigableString) or child.strip()), None)
        if not isinstance(lead, Tag) or lead.name not in ("strong", "b") or item.find(["ol", "ul", "img", "table"]):
            return None
        title = _words(lead).strip(LEAD_END)
        lead.extract()
        if not 0 < len(title) <= STEP:
            return None
        steps.append({"title": title, "text": _words(item).lstrip(LEAD_END)})
    return steps if len(steps) > 1 else None


def _do_dont(rows: list[Any]) -> tuple[list[str], list[str]] | None:
    """What to do and what not, of a table with two columns that are headed so, in either order."""
    if len(rows) < 2 or any(len(row) != 2 for row in rows):
        return None
    heads = [re.sub(r"[\W_]+", " ", _words(cell).replace("’", "").replace("'", "")).strip().lower() for cell in rows[0]]
    if heads[0] in DO and heads[1] in DONT:
        order = (0, 1)
    elif heads[0] in DONT and heads[1] in DO:
        order = (1, 0)
    else:
        return None
    do, dont = ([text for row in rows[1:] for text in _points(row[column])] for column in order)
    return (do, dont) if do and dont else None


def _points(cell: Tag) -> list[str]:
    parts = cell.find_all(["li", "p"]) or [cell]
    return [words[:ITEM] for part in parts if (words := _words(part))]


def _clean(part: Tag) -> tuple[str, int]:
    """The paragraph or list with bold, links and line breaks only; and how often slanted words were made plain."""
    italics = 0
    if part.name in SMALL_HEADINGS:
        part.name = "h3"
    for tag in part.find_all(True):
        href = str(tag.get("href", "")) if tag.name == "a" else ""
        tag.attrs = {}
        if tag.name in ("strong", "b"):
            tag.name = "b"
        elif tag.name == "a" and SAFE_LINK.match(href):
            tag["href"] = href
        elif tag.name in ("p", "div") and part.name in ("ul", "ol"):
            tag.unwrap()
        elif tag.name not in ("ul", "ol", "li", "br"):
            italics += tag.name in ("em", "i")
            tag.unwrap()
    part.attrs = {}
    if part.name not in ("p", "ul", "ol", "h3"):
        part.name = "p"
    return str(part), italics
