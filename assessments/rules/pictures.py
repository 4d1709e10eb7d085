"""The pictures in a piece of HTML."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture: where it comes from, and the words for those who do not see it."""

    source: str
    words: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Shown] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            said = dict(attrs)
            self.found.append(Shown(said.get("src") or "", (said.get("alt") or "").strip()))


def shown_in(html: str) -> list[Shown]:
    """Every picture of `html`, in order; broken markup yields what a browser would show of it."""
    if "<img" not in html.lower():
        return []
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
