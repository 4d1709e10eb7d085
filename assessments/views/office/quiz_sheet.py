"""All forms of one quiz as one sheet, which becomes a draft."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments import types
from assessments.draws import newest, pools
from assessments.models import Competency, Question, QuestionVersion, Quiz
from assessments.quiz_drafts import (
    SETTINGS,
    DrawDraft,
    ItemDraft,
    QuizDraft,
    SectionDraft,
    bank_problems,
    draft_of,
    numbered,
    stamp,
)
from assessments.views.office.quiz_form import MOST_SECTIONS, DrawForm, ItemForm, QuizForm, SectionForm

MOST_QUESTIONS = 400
MOST_DRAWS = 30
FOUND = 30  # questions shown at once by a search
LAST = 10_000  # the place of a row without a number


class Face:
    """A question as a row of the sheet shows it."""

    def __init__(self, version: QuestionVersion) -> None:
        question = version.question
        self.pk, self.code, self.retired = question.pk, question.code, question.retired_at is not None
        self.kind = question.get_kind_display()
        self.difficulty = question.get_difficulty_display() if question.difficulty else ""
        self.line = types.of(question.kind).stem_line(version, get_language() or "")
        self.mark = f"{version.mark.normalize():f}"


class QuizSheet:
    """What was entered stays entered, whatever is wrong with it.

    `quiz`: the one that is changed, None for a new one. `quiet`: shown without a word about what is missing yet.
    """

    def __init__(self, quiz: Quiz | None, data: QueryDict | None = None, *, quiet: bool = False) -> None:
        self.pk = quiz.pk if quiz else None
        draft = draft_of(quiz) if quiz and data is None else None
        codes = _codes(data) if data is not None else []
        self.faces = _faces(Q(code__in=codes) if draft is None else Q(pk__in=[each.question for each in draft.items]))
        initial = _initial(draft, self.faces) if draft else {}
        head = {**initial.get("quiz", {}), "seen": stamp(quiz) if quiz else "", **({"code": quiz.code} if quiz else {})}
        self.form = QuizForm(data, initial=head, stands=quiz is not None)
        self.sections = _rows(SectionForm, MOST_SECTIONS, 1)(data, prefix="sections", initial=initial.get("sections"))
        self.items = _rows(ItemForm, MOST_QUESTIONS, 0, True)(data, prefix="items", initial=initial.get("items"))
        self.draws = _rows(DrawForm, MOST_DRAWS, 1, True)(
            data, prefix="draws", initial=initial.get("draws"), form_kwargs=_offered()
        )
        self.problems: list[str] = []
        for each in (self.form, *self.sections, *self.items, *self.draws):
            each.quiet = quiet
        for each in self.items:
            each.face = self.faces.get(str(each["question"].value()))

    def is_valid(self) -> bool:
        """Of a sheet that is not quiet."""
        parts = (self.form, self.sections, self.items, self.draws)
        if not all([part.is_valid() for part in parts]):  # noqa: C419 - every part says what is wrong with it
            return False
        self.problems = [*self._unknown(), *self._doubled(), *self._headless()]
        return not self.problems

    @property
    def has_errors(self) -> bool:
        parts = (self.sections, self.items, self.draws)
        rows = (self.form, *(form for part in parts for form in part))
        return any(form.errors for form in rows) or any(part.non_form_errors() for part in parts)

    @property
    def seen(self) -> str:
        return str(self.form.cleaned_data["seen"])

    @property
    def item_rows(self) -> list[Any]:
        """The rows of the questions in the order asked for; those without a number last."""
        return _in_order(self.items)

    @property
    def draw_rows(self) -> list[Any]:
        return _in_order(self.draws)

    @property
    def total(self) -> str:
        """How many questions one attempt asks, in words."""
        n = len(self._asked()) + sum(form.wanted for form in self.draws)
        return ngettext("An attempt asks %(n)s question.", "An attempt asks %(n)s questions.", n) % {"n": n}

    def count(self) -> None:
        """Let every row of the draws say how many questions of the bank fit, and find out whether they suffice."""
        told = [form for form in self.draws if form.wanted]
        found = pools([form.condition for form in told])
        for form, pool in zip(told, found, strict=True):
            form.told = ngettext("The bank holds %(n)s that fits.", "The bank holds %(n)s that fit.", len(pool)) % {
                "n": len(pool)
            }
        if not self.problems and told:
            asked = tuple(ItemDraft(0, self.faces[code].pk) for code in self._asked() if code in self.faces)
            drawn = tuple(_drawn(form, {}) for form in told)
            self.problems = bank_problems(numbered(QuizDraft(None, "", {}, {}, items=asked, draws=drawn)))

    @cached_property
    def draft(self) -> QuizDraft:
        """What the forms say. Only of a valid sheet."""
        given = self.form.cleaned_data
        rules = {name: given[name] for name in SETTINGS if name not in ("titles", "instructions")}
        headed = self._headed()
        places = {number: place for place, number in enumerate(headed)}
        items = [each for each in self.items if not each.cleaned_data.get("DELETE")]
        return numbered(
            QuizDraft(
                pk=self.pk,
                code=given["code"],
                titles=_texts(given, "title"),
                instructions=_texts(given, "instructions"),
                **(rules | {"wait_hours": given["wait_hours"] or 0}),
                sections=tuple(SectionDraft(each["pk"], _texts(each, "title")) for each in headed.values()),
                items=tuple(_fixed(each.cleaned_data, self.faces, places) for each in items),
                draws=tuple(_drawn(form, places) for form in self.draws if form.wanted),
            )
        )

    def _asked(self) -> list[str]:
        """The codes of the fixed questions that are not to be taken out."""
        return [str(form.filled.get("question")) for form in self.items if not form.filled.get("DELETE")]

    def _headed(self) -> dict[int, Mapping[str, Any]]:
        """The sections that have a heading, by their number on the page."""
        filled = {number: form.cleaned_data for number, form in enumerate(self.sections, start=1)}
        return {number: given for number, given in filled.items() if _texts(given, "title") and not given.get("DELETE")}

    def _unknown(self) -> list[str]:
        return [
            _("There is no question “%(code)s”. Take this row out.") % {"code": code}
            for code in self._asked()
            if code not in self.faces
        ]

    def _doubled(self) -> list[str]:
        return [
            _("Question %(code)s is in the quiz twice. Take one of the two out.") % {"code": code}
            for code, times in Counter(self._asked()).items()
            if times > 1
        ]

    def _headless(self) -> list[str]:
        """Sections that rows lie in, but that have no heading."""
        rows = [form.cleaned_data for form in (*self.items, *(form for form in self.draws if form.wanted))]
        used = {given.get("section") for given in rows if not given.get("DELETE")} - {None}
        return [
            _("Section %(number)s has no heading. Give it one, or choose another section.") % {"number": number}
            for number in sorted(used - set(self._headed()))
        ]


def search(words: str, without: Iterable[str] = ()) -> list[Face]:
    """Questions in use whose code, standard, category or wording holds every word; the first FOUND by code."""
    found = Question.objects.in_use().exclude(code__in=list(without))
    for word in words.split()[:8]:
        holds = Q(code__icontains=word) | Q(category__icontains=word)
        holds |= Q(pk__in=Question.objects.filter(standards__code__icontains=word))
        for language, _name in settings.LANGUAGES:
            stems = QuestionVersion.objects.filter(**{f"wording__{language}__stem__icontains": word})
            holds |= Q(pk__in=stems.values("question"))
        found = found.filter(holds)
    first = list(found.order_by("code").values_list("pk", flat=True)[:FOUND])
    return list(_faces(Q(pk__in=first)).values())


def with_questions(data: QueryDict, codes: Iterable[str]) -> QueryDict:
    """The posted sheet with rows for these questions at the end."""
    given = data.copy()
    count = min(_number(given.get("items-TOTAL_FORMS") or "0"), MOST_QUESTIONS)
    there = {given.get(f"items-{number}-question") for number in range(count)}
    for code in codes:
        if code not in there:
            given[f"items-{count}-question"] = code
            there.add(code)
            count += 1
    given["items-TOTAL_FORMS"] = str(min(count, MOST_QUESTIONS))
    return given


def _rows(form: type[Any], most: int, extra: int, ordered: bool = False) -> "type[BaseFormSet[Any]]":
    return formset_factory(form, extra=extra, can_delete=True, can_order=ordered, max_num=most, absolute_max=most + 20)


def _in_order(formset: Any) -> list[Any]:
    return sorted(formset.forms, key=lambda form: _number(form["ORDER"].value()))


def _number(typed: Any) -> int:
    text = str(typed or "")
    return int(text) if text.isdecimal() and len(text) < 6 else LAST


def _place(given: Mapping[str, Any]) -> int:
    place = given.get("ORDER")
    return LAST if place is None else int(place)


def _texts(given: Mapping[str, Any], name: str) -> dict[str, str]:
    texts = {code: str(given.get(f"{name}_{code}") or "").strip() for code, _name in settings.LANGUAGES}
    return {code: text for code, text in texts.items() if text}


def _fixed(given: Mapping[str, Any], faces: Mapping[str, Face], places: Mapping[int, int]) -> ItemDraft:
    return ItemDraft(_place(given), faces[given["question"]].pk, places.get(given["section"]), given["weight"])


def _drawn(form: DrawForm, places: Mapping[int, int]) -> DrawDraft:
    given = form.filled
    section = given.get("section")
    place = None if section is None else places.get(section)
    return DrawDraft(_place(given), form.wanted, form.condition, place, given.get("weight"))


def _codes(data: QueryDict) -> list[str]:
    return [str(data[name]) for name in data if name.startswith("items-") and name.endswith("-question")]


def _faces(which: Q) -> dict[str, Face]:
    """By code, in the order of the codes; two queries."""
    questions = list(Question.objects.filter(which).order_by("code").values_list("pk", flat=True))
    versions = newest(questions)
    return {versions[pk].question.code: Face(versions[pk]) for pk in questions if pk in versions}


def _offered() -> dict[str, Any]:
    courses = Question.objects.in_use().exclude(course="").order_by("course").values_list("course", flat=True)
    return {
        "courses": list(courses.distinct()),
        "competencies": [(each.code, each.name) for each in Competency.objects.order_by("code")],
    }


def _initial(draft: QuizDraft, faces: Mapping[str, Face]) -> dict[str, Any]:
    codes = {face.pk: face.code for face in faces.values()}
    quiz = {name: getattr(draft, name) for name in SETTINGS if name not in ("titles", "instructions")}
    for name, texts in (("title", draft.titles), ("instructions", draft.instructions)):
        quiz |= {f"{name}_{code}": text for code, text in texts.items()}
    quiz["wait_hours"] = draft.wait_hours or None
    quiz |= {name: f"{getattr(draft, name).normalize():f}" for name in ("pass_mark", "penalty")}
    sections = [
        {"pk": each.pk, **{f"title_{code}": text for code, text in each.titles.items()}} for each in draft.sections
    ]
    items = [{"question": codes.get(each.question, ""), **_where(each)} for each in draft.items]
    draws = [
        {
            "count": each.count,
            "standards": " ".join(each.condition.standards),
            "course": each.condition.course,
            "competency": each.condition.competency,
            "difficulty": each.condition.difficulty,
            **_where(each),
        }
        for each in draft.draws
    ]
    return {"quiz": quiz, "sections": sections, "items": items, "draws": draws}


def _where(row: ItemDraft | DrawDraft) -> dict[str, Any]:
    return {
        "section": None if row.section is None else row.section + 1,
        "weight": None if row.weight is None else f"{row.weight.normalize():f}",
        "ORDER": row.order,
    }
