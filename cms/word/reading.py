"""A Word document, found safe by cms.rules.word_files, as the draft of a lesson and its pictures."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

import mammoth
from django.conf import settings
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from cms.rules.word_blocks import Draft, Left, lesson_of

STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='标题'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
"""
MARKS = {  # what stands for something that no block holds, in the XML of the document
    Left.CHART: rb"<c:chart\b",
    Left.DIAGRAM: rb"<dgm:relIds\b",
    Left.EQUATION: rb"<m:oMath>",
    Left.OBJECT: rb"<o:OLEObject\b",
    Left.COMMENT: rb"<w:commentReference\b",
    Left.REVISION: rb"<w:(?:ins|del)\s",
}
HEADER = re.compile(r"word/(?:header|footer)\d*\.xml")
WORDS = re.compile(rb"<w:t[ >]")
SHOWN = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}  # kept as they are; others become PNG


class Unreadable(Exception):
    """The document is safe, but what is in it cannot be made out."""


@dataclass(frozen=True, slots=True)
class Picture:
    number: int
    data: bytes
    extension: str


@dataclass(frozen=True, slots=True)
class Read:
    draft: Draft
    pictures: dict[int, Picture]

    @property
    def without_words(self) -> list[int]:
        """The pictures, counted from 1 in the lesson's order, of which the document does not say what they show."""
        values = [value for kind, value in self.draft.blocks if kind == "picture"]
        return [place for place, value in enumerate(values, start=1) if not value["alt"]]


def read(file: IO[bytes]) -> Read:
    """Read the whole document. Raises Unreadable; fetches nothing from elsewhere."""
    pictures: dict[int, Picture] = {}
    refused: list[int] = []

    def collect(image: Any) -> dict[str, str]:
        number = len(pictures) + len(refused) + 1
        with image.open() as source:
            picture = _picture(number, source.read())
        if picture is None:
            refused.append(number)
        else:
            pictures[number] = picture
        return {"src": f"picture:{number}"}

    try:
        html = mammoth.convert_to_html(
            file,
            convert_image=mammoth.images.img_element(collect),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
        ).value
        file.seek(0)
        draft = lesson_of(html)
        draft.left.update(_left_out(file))
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, RecursionError, OSError) as wrong:
        raise Unreadable from wrong
    draft.left[Left.PICTURE] += len(refused)
    draft.blocks = [each for each in draft.blocks if each[0] != "picture" or each[1]["picture"] in pictures]
    draft.left += type(draft.left)()  # without what was counted as none
    return Read(draft, pictures)


def _picture(number: int, data: bytes) -> Picture | None:
    """The picture as browsers show it; None for drawings of Windows, and for what is none or far too large."""
    try:
        with Pillow.open(BytesIO(data)) as image:
            if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                return None
            kept = SHOWN.get(image.format or "")
            if image.format in ("EMF", "WMF"):
                return None
            image.load()
            if kept:
                return Picture(number, data, kept)
            changed = BytesIO()
            image.convert("RGBA" if "A" in image.getbands() else "RGB").save(changed, "PNG")
            return Picture(number, changed.getvalue(), "png")
    except (UnidentifiedImageError, Pillow.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None


def _left_out(file: IO[bytes]) -> dict[Left, int]:
    with zipfile.ZipFile(file) as package:
        xml = package.read("word/document.xml")
        found = {what: len(re.findall(mark, xml)) for what, mark in MARKS.items()}
        headers = [name for name in package.namelist() if HEADER.fullmatch(name)]
        found[Left.HEADER] = sum(bool(WORDS.search(package.read(name))) for name in headers)
    file.seek(0)
    return found
