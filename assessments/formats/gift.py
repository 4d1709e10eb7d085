"""Questions from a GIFT file. https://docs.moodle.org/en/GIFT_format"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from assessments.formats import making, tags, texts, weights
from assessments.formats.gift_text import WEIGHT, Block, Cut, blocks, cut, shown, written_as
from assessments.formats.making import Option, Parts
from assessments.formats.spec import Found, Refusal, Refused, Settings, Spec

BLANK = "_____"
TRUE_FALSE = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?:#(.*))?", re.I | re.S)
SIGNED = re.compile(r"(?=[=~])")
ARROW = "->"


@dataclass(frozen=True, slots=True)
class Answer:
    sign: str  # =, ~ or ''
    percent: str  # '' where none is written
    text: str  # still as it is written
    feedback: str

    @property
    def credit(self) -> Fraction:
        if not self.percent:
            return Fraction(int(self.sign != "~"))
        value = weights.credit(self.percent)
        if value is None:
            raise Refused(_("“%(text)s” is no percentage.") % {"text": f"%{self.percent}%"})
        return value


def read(data: bytes, settings: Settings) -> Iterator[Found]:
    """The questions of the file in their order, and those that cannot be taken. Raises Unreadable."""
    for block in blocks(texts.decoded(data, settings.encoding)):
        place, name = _("line %(line)s") % {"line": block.line}, ""
        try:
            found = cut(block)
            name = found.name or _start(found.before)
            yield _question(block, found, place, settings.language)
        except Refused as refused:
            where = _("line %(line)s") % {"line": refused.place} if refused.place else place
            yield Refusal(where, name or _start(block.text), str(refused))


def _start(text: str) -> str:
    """The first words of a text, to know a question by."""
    line = " ".join(texts.plain_text(shown(written_as(text, "moodle")[1])).split())
    return line if len(line) <= 60 else line[:59] + "…"


def _question(block: Block, found: Cut, place: str, language: str) -> Spec:
    if found.body is None:
        raise Refused(_("This is a description: it asks nothing, so there is nothing to answer."))
    form, before = written_as(found.before, "moodle")
    body, _hash, general = found.body.partition("####")
    notes: list[str] = []
    kind, parts = _parts(body, form, notes)
    text = shown(before)
    if found.after.strip():
        is_gap = _fits_a_gap(kind, parts)
        text = shown(f"{before}{'[[1]]' if is_gap else BLANK}{found.after}")
        kind, parts = ("gaps", _as_gap(kind, parts)) if is_gap else (kind, parts)
    feedback_form, feedback = written_as(general, form)
    if texts.loses_markup(shown(feedback)) and feedback_form != "plain":
        notes.append(making.markup_lost())
    stem = texts.with_pictures(texts.stem(text, form), lambda source: None, {}, notes)
    made = making.spec(
        place, language, kind, parts, stem=stem, feedback=texts.line(shown(feedback), feedback_form)
    )  # fmt: skip
    made.name, made.code, made.notes = found.name, block.code, list(dict.fromkeys(notes))
    made.category = None if block.category is None else tags.category(block.category)
    tags.put(made, block.tags)
    return made


def _parts(body: str, form: str, notes: list[str]) -> tuple[str, Parts]:
    """What kind of question the answers make, and its parts."""
    if not body.strip():
        return "essay", {"options": [], "right": [], "details": {}}
    if body.lstrip().startswith("#"):
        return "numeric", _numeric(body.lstrip()[1:], notes)
    if found := TRUE_FALSE.fullmatch(body):
        return "true-false", _true_false(found, form)
    answers = _answers(body)
    if any(answer.sign == "~" for answer in answers):
        several = not any(answer.sign == "=" for answer in answers)
        options = [_option(answer, form, notes) for answer in answers]
        return making.choice(options, several=several, notes=notes)
    if all(answer.sign == "=" and ARROW in answer.text for answer in answers):
        return "matching", _matching(answers, form, notes)
    if any(answer.feedback for answer in answers):
        notes.append(making.feedback_lost())
    right = making.right_texts([(_line(answer.text, form), answer.credit) for answer in answers])
    return "short-text", {"options": [], "right": right, "details": {}}


def _answers(body: str) -> list[Answer]:
    """The answers of a question, each with its sign and weight."""
    found = []
    for piece in SIGNED.split(body):
        if not piece.strip():
            continue
        sign = piece[0] if piece[0] in "=~" else ""
        rest = piece[len(sign) :]
        weight = WEIGHT.match(rest)
        text, _hash, feedback = (rest[weight.end() :] if weight else rest).partition("#")
        if not text.strip() and not sign and not feedback.strip():
            continue
        found.append(Answer(sign, weight[1] if weight else "", text, feedback))
    return found


def _line(text: str, form: str) -> str:
    return texts.line(shown(written_as(text, form)[1]), written_as(text, form)[0])


def _option(answer: Answer, form: str, notes: list[str]) -> Option:
    for piece in (answer.text, answer.feedback):
        how, rest = written_as(piece, form)
        if how != "plain" and texts.loses_markup(shown(rest)):
            notes.append(making.markup_lost())
    return Option(_line(answer.text, form), answer.credit, _line(answer.feedback, form))


def _true_false(found: re.Match[str], form: str) -> Parts:
    """The first feedback is for a wrong answer, the second for a right one."""
    wrong, _hash, right = (found[2] or "").partition("#")
    is_true = found[1].upper().startswith("T")
    return making.true_false(is_true, if_right=_line(right, form), if_wrong=_line(wrong, form))


def _numeric(body: str, notes: list[str]) -> Parts:
    given = []
    for answer in _answers(body):
        if answer.feedback.strip():
            notes.append(making.feedback_lost())
        if answer.sign == "~":
            continue
        low, dots, high = shown(answer.text).partition("..")
        if dots:
            value, tolerance = _middle(low, high)
        else:
            value, _colon, tolerance = shown(answer.text).partition(":")
        given.append((value.strip(), tolerance.strip(), answer.credit))
    return {"options": [], "right": making.right_numbers(given), "details": {}}


def _middle(low: str, high: str) -> tuple[str, str]:
    """A range as its middle and what may lie on either side."""
    ends = [weights.number(low), weights.number(high)]
    if ends[0] is None or ends[1] is None:
        raise Refused(_("“%(text)s” is no range; write it like 1..5.") % {"text": f"{low}..{high}"})
    first, last = Fraction(ends[0]), Fraction(ends[1])
    if first > last:
        raise Refused(_("The range %(text)s begins above its end.") % {"text": f"{low}..{high}"})
    return weights.decimal((first + last) / 2, 20), weights.decimal((last - first) / 2, 20)


def _matching(answers: list[Answer], form: str, notes: list[str]) -> Parts:
    pairs, extra = [], []
    for answer in answers:
        written, _arrow, partner = answer.text.partition(ARROW)
        left, right = _line(written, form), _line(partner, form)
        how, rest = written_as(written, form)
        if how != "plain" and texts.loses_markup(shown(rest)):
            notes.append(making.markup_lost())
        if left:
            pairs.append((left, right))
        else:
            extra.append(right)
    return making.matching(pairs, extra)


def _fits_a_gap(kind: str, parts: Parts) -> bool:
    """Can the answer be given inside the text? Not if options have feedback, or take marks off."""
    if kind == "single":
        credits = parts["details"]["credits"].values()
        return not parts["texts"]["option_feedback"] and not any(each.startswith("-") for each in credits)
    return kind in ("numeric", "short-text")


def _as_gap(kind: str, parts: Parts) -> Parts:
    options, right, said = making.gap_of(kind, parts)
    return {
        "options": {"1": options},
        "right": {"1": right},
        "details": {"weights": {}},
        "texts": {"gaps": {"1": said} if said else {}},
    }
