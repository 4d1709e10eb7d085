"""Texts on their way in and out: bytes to characters, HTML to what a question may hold."""

import base64
import binascii
import hashlib
import html
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from assessments.formats.spec import Picture, Unreadable
from assessments.pictures import address
from assessments.rules.pictures import shown_in
from assessments.types.wordings import clean, is_html

GB18030 = "gb18030"
LARGEST_PICTURE = 5 * 1024 * 1024  # bytes
MEDIA = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
BREAK = re.compile(r"<br\s*/?>\s*|</(?:p|div|li|tr|h[1-6])>\s*", re.I)
PLAIN_ONLY = re.compile(r"</?p>|<br\s*/?>", re.I)
BREAKS = re.compile(r"<br\s*/?>[ \t]*\n?", re.I)
PARAGRAPH_END = re.compile(r"</p>\s*", re.I)
ANY_TAG = re.compile(r"</?[a-z!][^>]*>", re.I)
IMAGE = re.compile(r"<img\b[^>]*>", re.I)
ALT = re.compile(r"\s+alt\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.I)
PLUGIN = "@@PLUGINFILE@@/"


def decoded(data: bytes, encoding: str = "") -> str:
    """The file as text, its lines ended by \\n. UTF-8 and UTF-16 are told apart by their marks; nothing is guessed.

    Raises Unreadable, naming the first bad line.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        said = _(
            "Line %(line)s holds a byte that is not %(encoding)s (0x%(byte)s). Nothing was guessed: save the file as "
            "UTF-8 and send it again, or choose GB18030 if it comes from an older Chinese program."
        )
        values = {"line": line, "encoding": (encoding or "utf-8").upper(), "byte": f"{data[error.start]:02X}"}
        raise Unreadable(said % values) from None
    if (nul := text.find("\0")) >= 0:
        said = _("Line %(line)s holds a NUL character: this is not a text file, or it is UTF-16 without its mark.")
        raise Unreadable(said % {"line": text.count("\n", 0, nul) + 1})
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def simplest(markup: str) -> str:
    """Clean HTML, or plain text where the HTML has nothing but paragraphs and line breaks."""
    if not ANY_TAG.search(markup):
        return stored(html.unescape(markup).strip())
    cleaned = clean(markup).strip()
    if ANY_TAG.search(PLAIN_ONLY.sub("", cleaned)):
        return cleaned
    text = BREAKS.sub("\n", PARAGRAPH_END.sub("\n\n", cleaned))
    return stored(html.unescape(PLAIN_ONLY.sub("", text)).strip())


def stored(text: str) -> str:
    """Plain text as a stem keeps it: as it is, unless it would be taken for HTML."""
    return as_html(text, force=True) if is_html(text) else text


def settled(stem: str) -> str:
    """A stem in the one form in which two of them can be compared."""
    return simplest(stem) if is_html(stem) else stem.replace("\r\n", "\n").strip()


def stem(text: str, written_as: str) -> str:
    """A stem from a file that says how it is written: html, moodle (HTML or not), plain, markdown."""
    if written_as == "plain":
        return stored(text.strip())
    if written_as == "markdown":
        return simplest(MarkdownIt("commonmark").enable("table").render(text))
    return simplest(text)


def line(text: str, written_as: str) -> str:
    """The same for what is shown without markup: options, feedback."""
    if written_as == "plain":
        return text.strip()
    return plain_text(MarkdownIt("commonmark").render(text) if written_as == "markdown" else text)


def plain_text(markup: str) -> str:
    """HTML as plain text with its line breaks, for what is shown without markup."""
    text = BREAK.sub("\n", markup) if ANY_TAG.search(markup) else markup
    text = html.unescape(strip_tags(text) if ANY_TAG.search(text) else text)
    return "\n".join(line.strip() for line in text.replace("\xa0", " ").split("\n")).strip()


def as_html(text: str, *, force: bool = False) -> str:
    """A stem as HTML: markup as it stands, plain text in paragraphs; with `force` everything is plain text."""
    if is_html(text) and not force:
        return text
    paragraphs = [html.escape(part, quote=False).replace("\n", "<br>") for part in text.split("\n\n")]
    return "".join(f"<p>{part}</p>" for part in paragraphs)


def escaped_lines(text: str) -> str:
    """Plain text within HTML."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def loses_markup(markup: str) -> bool:
    """Would `plain_text` drop more than line breaks?"""
    return bool(ANY_TAG.search(PLAIN_ONLY.sub("", markup)))


class _Sources(HTMLParser):
    """Where the pictures of a text come from."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs).get("src") or "")


def sources(markup: str) -> list[str]:
    """The src of every picture in the text."""
    parser = _Sources()
    parser.feed(markup)
    return parser.found


def with_pictures(
    markup: str, found: Callable[[str], bytes | None], pictures: dict[str, Picture], notes: list[str]
) -> str:
    """The text with its pictures under names of ours. `found` gives the bytes for a src, None if there are none.

    What is no picture, or comes from another host, goes, and a note says so.
    """
    for source in dict.fromkeys(sources(markup)):
        data = _inline(source) if source.startswith("data:") else found(unquote(source))
        kept = None if data is None else picture(source, data)
        if kept is None:
            shown = source if len(source) < 60 else source[:57] + "…"
            notes.append(_("The picture “%(name)s” is not in the file or is no PNG, JPEG or GIF; it is left out.")
                         % {"name": shown})  # fmt: skip
            markup = _without_picture(markup, source)
            continue
        src, picture_of = kept
        pictures[src] = picture_of
        for written in {source, html.escape(source), html.escape(source, quote=False)}:
            markup = markup.replace(f'"{written}"', f'"{src}"').replace(f"'{written}'", f"'{src}'")
    return worded(markup, pictures, notes)


def worded(markup: str, pictures: Mapping[str, Picture], notes: list[str]) -> str:
    """The text with words for each picture that has none: the name of its file, and a note to mend that."""

    def mended(tag: re.Match[str]) -> str:
        shown = shown_in(tag[0])
        if not shown or shown[0].words or not (kept := pictures.get(shown[0].source)):
            return tag[0]
        words = kept.name.rpartition(".")[0] or kept.name
        notes.append(_("The picture “%(name)s” has no words for those who do not see it; the name of its file stands "
                       "in for them. Write better ones.") % {"name": kept.name})  # fmt: skip
        bare = ALT.sub("", tag[0]).removesuffix(">").removesuffix("/").rstrip()
        return f'{bare} alt="{html.escape(words)}">'

    return IMAGE.sub(mended, markup)


def picture(source: str, data: bytes) -> tuple[str, Picture] | None:
    """A picture under its content's name, with its media type by its first bytes."""
    if len(data) > LARGEST_PICTURE:
        return None
    kind = next((kind for start, kind in MEDIA.items() if data.startswith(start)), None)
    if kind is None:
        if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
            return None
        kind = "image/webp"
    name = "picture" if source.startswith("data:") else unquote(source).rpartition("/")[2][-80:]
    return address(hashlib.sha256(data).hexdigest()), Picture(name, data, kind)


def unpacked(text: str) -> bytes | None:
    """Bytes written in base64; None for what is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def replaced(markup: str, sources_of: Mapping[str, str]) -> str:
    """The text with other names for its pictures."""
    for old, new in sources_of.items():
        markup = markup.replace(f'"{old}"', f'"{html.escape(new)}"')
    return markup


def _inline(source: str) -> bytes | None:
    head, _comma, body = source.partition(",")
    return unpacked(unquote(body)) if head.endswith(";base64") else None


def _without_picture(markup: str, source: str) -> str:
    written = "|".join(re.escape(each) for each in {source, html.escape(source), html.escape(source, quote=False)})
    return re.sub(rf"<img\b[^>]*\bsrc\s*=\s*(['\"])(?:{written})\1[^>]*>", "", markup, flags=re.I)
