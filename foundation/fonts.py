"""The faces of printed pages: Noto Sans SC, and Noto Sans JP for the few names it cannot write.

Everyday characters stand in a small file of their own, because a small font embeds in a fraction of
the time; the rest of Noto Sans SC (all of 通用规范汉字表) is only read when a name asks for it.
Characters that neither has are taken from the system's fonts, if it has them (Debian: fonts-hanazono).
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont

PACKAGES = "@expo-google-fonts"
VERSION = "2"  # of what is cut out of the sources; a new number makes every font anew
DROPPED_TABLES = ["BASE", "GDEF", "GSUB", "STAT", "gasp", "prep", "vhea", "vmtx"]


class Part(StrEnum):
    EVERYDAY = "everyday"  # the everyday characters
    ALL = "all"
    BEYOND = "beyond"  # what Noto Sans SC does not have


@dataclass(frozen=True, slots=True)
class Face:
    family: str
    weight: int
    source: str  # below node_modules
    part: Part

    @property
    def path(self) -> Path:
        return Path(settings.FONT_DIR) / f"{self.family.replace(' ', '-')}-{self.weight}.ttf"

    @property
    def source_path(self) -> Path:
        return Path(settings.NODE_MODULES) / PACKAGES / self.source


STYLES = ((400, "400Regular"), (700, "700Bold"))
FAMILIES = (
    ("Five Hearts Sans", "noto-sans-sc/{style}/NotoSansSC_{style}.ttf", Part.EVERYDAY),
    ("Five Hearts Sans Rare", "noto-sans-sc/{style}/NotoSansSC_{style}.ttf", Part.ALL),
    ("Five Hearts Sans Rarest", "noto-sans-jp/{style}/NotoSansJP_{style}.ttf", Part.BEYOND),
)
FACES = tuple(
    Face(family, weight, source.format(style=style), part)
    for family, source, part in FAMILIES
    for weight, style in STYLES
)


def build(faces: Iterable[Face] = FACES) -> Iterator[Path]:
    """Make the missing or outdated files in FONT_DIR; yields each file made. The second time: nothing."""
    Path(settings.FONT_DIR).mkdir(parents=True, exist_ok=True)
    for face in faces:
        mark, stamp = face.path.with_suffix(".stamp"), _stamp(face)
        if not (face.path.exists() and mark.exists() and mark.read_text() == stamp):
            partial = face.path.with_suffix(f".{os.getpid()}.partial")
            if face.part == Part.ALL:
                shutil.copyfile(face.source_path, partial)
            else:
                _cut(face.source_path, partial, _characters(face))
            partial.replace(face.path)
            mark.write_text(stamp)
            yield face.path


def are_built() -> bool:
    return all(face.path.exists() for face in FACES)


def style_sheet() -> str:
    """The @font-face rules of all faces, and the order in which they are asked for a character."""
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{face.path.as_uri()}") }}'
        for face in FACES
    ]
    families = ", ".join(f'"{family}"' for family, *_rest in FAMILIES)
    return "\n".join([*rules, f"html {{ font-family: {families}, sans-serif }}"])


def everyday_characters() -> set[int]:
    """Latin, punctuation, full-width forms and the 6,763 characters of GB 2312."""
    found = {
        code for first, last in ((0x20, 0x24F), (0x2010, 0x205E), (0x2190, 0x22FF)) for code in range(first, last + 1)
    }
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            found.update(ord(char) for char in bytes((row, cell)).decode("gb2312", "ignore"))
    return found


def _characters(face: Face) -> set[int]:
    if face.part == Part.EVERYDAY:
        return everyday_characters()
    common = next(each for each in FACES if each.part == Part.ALL and each.weight == face.weight)
    return _covered(face.source_path) - _covered(common.source_path)


def _covered(source: Path) -> set[int]:
    with TTFont(source, lazy=True) as font:
        return set(font.getBestCmap())


def _cut(source: Path, target: Path, characters: set[int]) -> None:
    options = subset.Options(
        layout_features=["kern", "palt"],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        drop_tables=DROPPED_TABLES,
    )
    with TTFont(source) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        font.save(target)


def _stamp(face: Face) -> str:
    source = face.source_path
    if not source.exists():
        raise FileNotFoundError(f"{source} is missing. Run `npm install` first.")
    return hashlib.sha256(f"{VERSION}:{face}:{source.stat().st_size}".encode()).hexdigest()
