"""Writing questions: one at a time, each change of what is asked a new version."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments import pictures, types
from assessments.models import Competency, Difficulty, Question, QuestionKind, QuestionVersion, Standard
from assessments.rules.differences import Difference, differences
from assessments.types.wordings import clean, is_html
from foundation import audit
from people.models import User

ASKED = ("wording", "options", "right", "details", "mark")  # what a version holds
ABOUT = ("course", "category", "difficulty")  # what a question is about, besides its standards and competencies
CODE = re.compile(r"[^\s\x00-\x1f\x7f]{1,80}")
MARK_PLACES = 4
MOST_MARK = 1000
LONGEST = {"course": 60, "category": 200, "note": 300}  # characters


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as somebody wants it. `standards`, `competencies`: codes. `mark`: what a perfect answer earns.

    `wording`, `options`, `right` and `details` are shaped by the kind, see assessments/types/. `note`: what changed,
    in the author's words. `base`: the number of the version that the author began from; None: whichever is newest.
    """

    code: str
    kind: str
    standards: Sequence[str] = ()
    competencies: Sequence[str] = ()
    course: str = ""
    category: str = ""
    difficulty: str = ""
    wording: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    options: Any = field(default_factory=list)
    right: Any = field(default_factory=list)
    details: Mapping[str, Any] = field(default_factory=dict)
    mark: Decimal = Decimal(1)
    note: str = ""
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """`path`: the part of the draft, such as `mark`; `definition` for what the kind has to say. A whole sentence."""

    path: str
    sentence: str


class QuestionRefused(ValueError):
    """Nothing was written. `problems`: each with its sentence."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = tuple(problems)


class QuestionChanged(QuestionRefused):
    """Somebody else wrote a newer version in the meantime; `newest` is its number."""

    def __init__(self, newest: QuestionVersion) -> None:
        self.newest = newest.number
        said = _("While you were writing, %(who)s saved version %(number)s of this question. Nothing of yours is lost: "
                 "look at what has changed, then save again.")  # fmt: skip
        who = newest.created_by.get_full_name() if newest.created_by else _("somebody else")
        super().__init__([Problem("base", said % {"who": who, "number": newest.number})])


def write(question: Question | None, draft: QuestionDraft, *, by: User | None, at: datetime) -> QuestionVersion:
    """Bring a question to what `draft` says, and answer its newest version; `question` None: a new one.

    A new version is made only if something that is asked has changed; the same draft again changes nothing. For a new
    question whose code is taken by the very same question, that one is answered. HTML is cleaned. Raises
    QuestionRefused, with a sentence for each problem, or QuestionChanged; nothing is written then.
    """
    draft = tidy(draft)
    try:
        with transaction.atomic():
            return _write(question, draft, by, at)
    except IntegrityError:  # the same code at the same moment
        if question is not None:
            raise
        with transaction.atomic():
            return _write(None, draft, by, at)


def _write(question: Question | None, draft: QuestionDraft, by: User | None, at: datetime) -> QuestionVersion:
    taken = Question.objects.select_for_update()
    known = taken.get(pk=question.pk) if question else taken.filter(code=draft.code).first()
    last = newest(known) if known else None
    if question is None and known is not None:
        if last and is_same(known, last, draft):
            return last
        raise QuestionRefused([Problem("code", code_taken(draft.code))])
    if problems := problems_of(known, draft):
        raise QuestionRefused(problems)
    if known is None:
        known = Question.objects.create(code=draft.code, kind=draft.kind, **_about(draft))
        _set_links(known, draft)
    elif last and draft.base is not None and draft.base < last.number and not is_same(known, last, draft):
        raise QuestionChanged(last)
    else:
        _write_about(known, draft, by)
    return _write_version(known, last, draft, by, at)


def _write_about(question: Question, draft: QuestionDraft, by: User | None) -> None:
    changed = [name for name in ABOUT if getattr(question, name) != getattr(draft, name)]
    for name in changed:
        setattr(question, name, getattr(draft, name))
    if changed:
        question.save(update_fields=changed)
    changed += _set_links(question, draft)
    if changed:
        audit.record(by, "assessments.tag_question", question, code=question.code, changed=changed)


def _set_links(question: Question, draft: QuestionDraft) -> list[str]:
    """Standards and competencies as the draft names them; which of the two were others before."""
    changed = []
    for name, model, codes in (
        ("standards", Standard, draft.standards), ("competencies", Competency, draft.competencies)
    ):  # fmt: skip
        links = getattr(question, name)
        if set(links.values_list("code", flat=True)) != set(codes):
            links.set(model._default_manager.filter(code__in=codes))
            changed.append(name)
    return changed


def _write_version(
    question: Question, last: QuestionVersion | None, draft: QuestionDraft, by: User | None, at: datetime
) -> QuestionVersion:
    found = changes(last, draft)
    if last and not found:
        return last
    version = version_of(question, draft)
    version.number = last.number + 1 if last else 1
    version.note, version.created_at, version.created_by = draft.note[: LONGEST["note"]], at, by
    version.save()
    act = "assessments.change_question" if last else "assessments.write_question"
    paths = sorted({".".join(each.path[:2]) for each in found})
    audit.record(by, act, question, code=question.code, version=version.number, changed=paths)
    return version


def problems_of(question: Question | None, draft: QuestionDraft) -> list[Problem]:
    """What would keep `write` from taking the draft, whatever was written in the meantime; two queries at most.

    The draft must be tidy. Whether the code is taken is asked by `write`, under its lock.
    """
    problems = [*_wrong_code(question, draft), *_wrong_about(draft), *_unknown(draft), *_wrong_mark(draft)]
    if any(problem.path in ("code", "kind") for problem in problems):
        return problems
    version = version_of(question or Question(code=draft.code, kind=draft.kind), draft)
    languages = [code for code in draft.wording if code not in dict(settings.LANGUAGES)]
    problems += [Problem("wording", _("“%(code)s” is no language of this product.") % {"code": c}) for c in languages]
    problems += [Problem("definition", sentence) for sentence in types.of(draft.kind).check(version)]
    problems += [Problem("wording", sentence) for sentence in pictures.problems(_stems(draft))]
    return problems


def _wrong_code(question: Question | None, draft: QuestionDraft) -> list[Problem]:
    problems = []
    if not CODE.fullmatch(draft.code):
        problems.append(Problem("code", _("The code has from 1 to 80 characters and no blanks, such as GREET-1-03.")))
    if question and question.code != draft.code:
        said = _("The code of a question stands for good: this one is %(code)s.") % {"code": question.code}
        problems.append(Problem("code", said))
    if draft.kind not in types.kinds():
        problems.append(Problem("kind", _("“%(kind)s” is no kind of question.") % {"kind": draft.kind}))
    elif question and question.kind != draft.kind:
        said = _("The kind of a question stands for good: this one is “%(kind)s”. Write a new question instead.")
        problems.append(Problem("kind", said % {"kind": QuestionKind(question.kind).label}))
    return problems


def _wrong_about(draft: QuestionDraft) -> list[Problem]:
    problems = []
    for name, text in (("course", draft.course), ("category", draft.category)):
        if len(text) > LONGEST[name]:
            problems.append(Problem(name, _("This is longer than %(most)s characters.") % {"most": LONGEST[name]}))
    if draft.difficulty and draft.difficulty not in Difficulty.values:
        known = ", ".join(Difficulty.values)
        problems.append(Problem("difficulty", _("The difficulty is one of %(known)s, or none.") % {"known": known}))
    return problems


def _unknown(draft: QuestionDraft) -> list[Problem]:
    problems = []
    for name, model, codes, sentence in (
        ("standards", Standard, draft.standards, _("There is no standard %(code)s.")),
        ("competencies", Competency, draft.competencies, _("There is no competency %(code)s.")),
    ):
        known = model._default_manager.filter(code__in=codes).values_list("code", flat=True) if codes else ()
        problems += [Problem(name, sentence % {"code": code}) for code in sorted(set(codes) - set(known))]
    return problems


def _wrong_mark(draft: QuestionDraft) -> list[Problem]:
    mark = draft.mark
    if not mark.is_finite() or not 0 < mark <= MOST_MARK or mark != round(mark, MARK_PLACES):
        said = _("The mark is a number above 0 and at most %(most)s, with at most %(places)s decimal places.")
        return [Problem("mark", said % {"most": MOST_MARK, "places": MARK_PLACES})]
    return []


def tidy(draft: QuestionDraft) -> QuestionDraft:
    """The draft as it would be stored: stems cleaned, texts without blanks around them, everything plain JSON."""
    wording = {language: _tidy_texts(texts) for language, texts in draft.wording.items()}
    try:
        mark = Decimal(draft.mark)
    except (InvalidOperation, TypeError, ValueError):
        mark = Decimal("NaN")
    return replace(
        draft,
        code=draft.code.strip(),
        standards=tuple(dict.fromkeys(draft.standards)),
        competencies=tuple(dict.fromkeys(draft.competencies)),
        course=draft.course.strip(),
        category=draft.category.strip(),
        wording=_plain(wording),
        options=_plain(draft.options),
        right=_plain(draft.right),
        details=_plain(draft.details),
        mark=mark,
        note=draft.note.strip(),
    )


def _plain(value: Any) -> Any:
    """As it comes back from the database."""
    return json.loads(json.dumps(value, default=str))


def _tidy_texts(texts: Any) -> Any:
    if not isinstance(texts, Mapping):
        return texts
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in texts.items()}
    if isinstance(stem := kept.get("stem"), str) and is_html(stem):
        kept["stem"] = clean(stem).strip()
    return kept


def changes(last: QuestionVersion | None, draft: QuestionDraft) -> list[Difference]:
    """What is asked otherwise than in `last`, place by place; the paths begin with a name of `ASKED`."""
    before = asked(last) if last else {}
    return differences(before, {name: getattr(draft, name) for name in ASKED})


def asked(version: QuestionVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in ASKED}


def is_same(question: Question, last: QuestionVersion, draft: QuestionDraft) -> bool:
    """Does the question say all that the draft does?"""
    return (
        question.kind == draft.kind
        and not changes(last, draft)
        and all(getattr(question, name) == getattr(draft, name) for name in ABOUT)
        and set(question.standards.values_list("code", flat=True)) == set(draft.standards)
        and set(question.competencies.values_list("code", flat=True)) == set(draft.competencies)
    )


def newest(question: Question) -> QuestionVersion | None:
    return question.versions.select_related("created_by").order_by("-number").first()


def version_of(question: Question, draft: QuestionDraft) -> QuestionVersion:
    """An unsaved version that asks what the draft says."""
    return QuestionVersion(question=question, number=0, **{name: getattr(draft, name) for name in ASKED})


def code_taken(code: str) -> str:
    return _("There is a question with the code %(code)s already. Choose another code.") % {"code": code}


def _about(draft: QuestionDraft) -> dict[str, str]:
    return {name: getattr(draft, name) for name in ABOUT}


def _stems(draft: QuestionDraft) -> Iterable[str]:
    return [str(texts.get("stem") or "") for texts in draft.wording.values() if isinstance(texts, Mapping)]
