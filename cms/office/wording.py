"""The sentences about Word documents."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cms.blocks import LessonBody
from cms.rules.word_blocks import Left
from cms.rules.word_files import Refusal

REFUSALS = {
    Refusal.TOO_BIG: _(
        "“%(name)s” is larger than %(most)s. Make its pictures smaller in Word, or split it into lessons."
    ),
    Refusal.NOT_WORD: _("“%(name)s” is no Word document. Send a .docx file."),
    Refusal.OLD_WORD: _("“%(name)s” is in the format of old Word versions. Save it as .docx and send it again."),
    Refusal.LOCKED: _("“%(name)s” is protected with a password. Take the password off and send it again."),
    Refusal.MACROS: _("“%(name)s” contains macros. Save it as a .docx file without macros and send it again."),
    Refusal.BOMB: _("“%(name)s” unpacks to far more than a lesson can hold. Nothing was opened."),
    Refusal.ENTITIES: _("“%(name)s” contains definitions (a DTD) that no Word document needs. Nothing was opened."),
    Refusal.EXTERNAL: _(
        "“%(name)s” fetches something from outside, such as a linked picture or template. "
        "Embed it in the document and send it again."
    ),
    Refusal.DAMAGED: _("“%(name)s” is damaged. Open it in Word, save it again, and send it."),
}

LEFT = {
    Left.TABLE: ngettext_lazy(
        "%(n)s table is a list of its rows now: only tables headed Do and Don't become a block.",
        "%(n)s tables are lists of their rows now: only tables headed Do and Don't become blocks.",
        "n",
    ),
    Left.HEADING: ngettext_lazy(
        "%(n)s heading is too long for a phone and is a bold paragraph now.",
        "%(n)s headings are too long for a phone and are bold paragraphs now.",
        "n",
    ),
    Left.ITALICS: ngettext_lazy(
        "%(n)s stretch of slanted words is plain now.", "%(n)s stretches of slanted words are plain now.", "n"
    ),
    Left.NOTE: ngettext_lazy("%(n)s footnote was left out.", "%(n)s footnotes were left out.", "n"),
    Left.PICTURE: ngettext_lazy(
        "%(n)s picture is in a format that phones do not show, and was left out. Save it as PNG or JPEG.",
        "%(n)s pictures are in a format that phones do not show, and were left out. Save them as PNG or JPEG.",
        "n",
    ),
    Left.CHART: ngettext_lazy(
        "%(n)s chart was left out. Save it as a picture and add it.",
        "%(n)s charts were left out. Save them as pictures and add them.",
        "n",
    ),
    Left.DIAGRAM: ngettext_lazy(
        "%(n)s diagram (SmartArt) was left out. Save it as a picture and add it.",
        "%(n)s diagrams (SmartArt) were left out. Save them as pictures and add them.",
        "n",
    ),
    Left.EQUATION: ngettext_lazy("%(n)s formula was left out.", "%(n)s formulas were left out.", "n"),
    Left.OBJECT: ngettext_lazy("%(n)s embedded file was left out.", "%(n)s embedded files were left out.", "n"),
    Left.COMMENT: ngettext_lazy("%(n)s comment was left out.", "%(n)s comments were left out.", "n"),
    Left.REVISION: ngettext_lazy(
        "%(n)s tracked change was taken as accepted.", "%(n)s tracked changes were taken as accepted.", "n"
    ),
    Left.HEADER: ngettext_lazy(
        "%(n)s page header or footer was left out.", "%(n)s page headers and footers were left out.", "n"
    ),
}

KIND_NAMES = {name: block.label for name, block in LessonBody().child_blocks.items()}


def left_out(counts: Mapping[str, int]) -> list[str]:
    """A sentence for each kind of thing that was not taken as it stood."""
    return [str(LEFT[what] % {"n": counts[what]}) for what in Left if counts.get(what)]
