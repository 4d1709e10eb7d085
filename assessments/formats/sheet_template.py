"""The question sheet to begin with: an example of each kind in both languages, and a second sheet that explains."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font

from assessments.formats import sheet_writer
from assessments.formats.keys import letter
from assessments.formats.spec import Spec

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZH, EN = "zh-hans", "en"
Both = tuple[str, str]  # Chinese, English


def template() -> FileResponse:
    """The workbook as a download."""
    file = BytesIO(sheet_writer.write(examples(), ZH).data)
    book = load_workbook(file)
    help_page = book.create_sheet(_("How to fill it in"))
    for name, meaning in _meanings():
        help_page.append([name, meaning])
        help_page.cell(help_page.max_row, 1).font = Font(bold=True)
        help_page.cell(help_page.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    help_page.column_dimensions["A"].width = 26
    help_page.column_dimensions["B"].width = 100
    made = BytesIO()
    book.save(made)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename="question-sheet.xlsx", content_type=XLSX)


def _meanings() -> list[tuple[str, str]]:
    return [
        ("code", _("Every question has a code of its own, such as GREET-1-03. The same code again is the same "
                   "question: what has changed becomes a new version.")),
        ("kind", _("single, multiple, true-false, numeric, short-text, matching, ordering, gaps, scenario, essay or "
                   "file. Below it stand the answers, one in each row, with code and kind left empty.")),
        ("stem_…, feedback_…", _("What is asked and what it teaches, in each language. One language is enough.")),
        ("right", _("yes beside every right option; for true-false yes or no in the row of the question.")),
        ("text_…", _("An option, a line to be put in order (write the lines in their right order), or the left side "
                     "of a pair.")),
        ("match_…", _("The right side of a pair. A row with a right side only belongs to nothing.")),
        ("note_…", _("What somebody is told who chose this option.")),
        ("value, tolerance", _("A right number and how far off is near enough; in short-text a right text.")),
        ("credit", _("The part of the mark that an answer earns, such as 0.5 or 1/3, where it is not all or nothing.")),
        ("part, gap, weight", _("In gaps: the name of the gap, which stands in the text as [[1]]; choice, text or "
                                "number; and what it weighs.")),
        ("part, key, next", _("In a scenario: a row with the name of a round and its text, then a row for each reply "
                              "with a key, its credit, and the round it leads to.")),
        ("units, unit_required", _("The unit of a number and its other spellings, parted by semicolons.")),
        ("standards, competencies", _("Codes, parted by semicolons. They must be known already.")),
        ("outline_…, words_least, words_most, extensions, largest",
         _("For essay and file: what markers look for, and the limits of the answer. Rows below are criteria: "
           "text, and in value the most points.")),
    ]  # fmt: skip


def examples() -> list[Spec]:
    """One question of each kind that is easily written in a sheet."""
    return [
        _choice("EXAMPLE-1", "single", ("“首问负责制”是什么意思？", "What does first-contact responsibility mean?"), [
            (("谁先接待顾客，谁跟进到底", "Whoever receives the customer first follows up"), True),
            (("谁有空谁接待", "Whoever is free receives the customer"), False),
            (("由店长接待", "The store manager receives the customer"), False),
        ]),
        _choice("EXAMPLE-2", "multiple", ("下面哪些属于“五心”？", "Which of these are among the five hearts?"), [
            (("热心", "warm"), True), (("耐心", "patient"), True), (("好奇心", "curious"), False),
        ]),
        _made("EXAMPLE-3", "true-false",
              ("顾客至上是服务原则之一。", "Customer first is one of the service principles."),
              options=["true", "false"], right=["true"]),
        _made("EXAMPLE-4", "numeric", ("服务原则有几条？", "How many service principles are there?"),
              right=[{"value": "4", "tolerance": "0", "credit": "1"}], details={"unit": "条", "units": []}),
        _made("EXAMPLE-5", "short-text", ("谁先接待、谁跟进到底，叫什么制度？",
                                          "What is it called that the first to receive a customer follows up?"),
              right=[{"text": "首问负责制", "credit": "1"}, {"text": "first-contact responsibility", "credit": "1"}]),
        _pairs("EXAMPLE-6", ("把中文和英文配对。", "Match the words."),
               [(("热心", "热心"), ("warm", "warm")), (("耐心", "耐心"), ("patient", "patient"))]),
        _order("EXAMPLE-7", ("处理投诉按什么顺序？", "In which order is a complaint dealt with?"),
               [("倾听", "Listen"), ("处理", "Handle it"), ("反馈", "Feed back")]),
        _made("EXAMPLE-8", "gaps", ("五心之一是[[1]]心。", "One of the five hearts is [[1]]."),
              options={"1": {"kind": "text"}},
              right={"1": [{"text": "热", "credit": "1"}, {"text": "warm", "credit": "1"}]}),
        _made("EXAMPLE-9", "essay", ("写一写您怎样接待一位犹豫的顾客。", "Write how you receive a hesitant customer."),
              details={"words": [50, 300]}),
    ]  # fmt: skip


def _made(code: str, kind: str, stem: Both, **asked: Any) -> Spec:
    wording = {ZH: {"stem": stem[0]}, EN: {"stem": stem[1]}}
    return Spec(place=code, kind=kind, wording=wording, code=code, mark=Decimal(1), **asked)


def _put(spec: Spec, part: str, keys: Sequence[str], texts: Sequence[Both]) -> None:
    for place, language in enumerate((ZH, EN)):
        spec.wording[language][part] = {key: text[place] for key, text in zip(keys, texts, strict=True)}


def _choice(code: str, kind: str, stem: Both, options: Sequence[tuple[Both, bool]]) -> Spec:
    keys = [letter(place) for place in range(len(options))]
    right = [key for key, (_text, is_right) in zip(keys, options, strict=True) if is_right]
    made = _made(code, kind, stem, options=keys, right=right)
    _put(made, "options", keys, [text for text, _is_right in options])
    return made


def _pairs(code: str, stem: Both, pairs: Sequence[tuple[Both, Both]]) -> Spec:
    left, right = ([f"{side}{place}" for place in range(len(pairs))] for side in "lr")
    made = _made(code, "matching", stem, options={"left": left, "right": right},
                 right=dict(zip(left, right, strict=True)))  # fmt: skip
    _put(made, "left", left, [each for each, _partner in pairs])
    _put(made, "right", right, [partner for _each, partner in pairs])
    return made


def _order(code: str, stem: Both, lines: Sequence[Both]) -> Spec:
    keys = [letter(place) for place in range(len(lines))]
    made = _made(code, "ordering", stem, options=keys, right=keys)
    _put(made, "options", keys, lines)
    return made
