"""Writing quizzes. What was begun or handed in keeps the questions, marks, rules and headings it had."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import AttemptItem, Quiz, QuizDraw, QuizItem, QuizSection
from assessments.quiz_drafts import SETTINGS, QuizDraft, SectionDraft, draft_of, problems, stamp
from foundation import audit
from people.models import User


class QuizRefused(Exception):
    """The quiz cannot be saved like this; `sentences` say why. Nothing was stored."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@transaction.atomic
def save(draft: QuizDraft, *, seen: str, by: User | None) -> Quiz:
    """Store a quiz as the draft has it. `seen`: `stamp` of the quiz the draft was made from; '' for a new one.

    Saving what is stored already changes nothing, so that pressing twice is pressing once. QuizRefused where an
    attempt could not be filled, the code is taken, or somebody else has changed the quiz meanwhile.
    """
    quiz = _locked(draft)
    known = draft_of(quiz) if quiz is not None else None
    if quiz is not None and known is not None:
        if _same(known, draft):
            return quiz
        if draft.pk is None:
            raise QuizRefused([_code_taken()])
        if stamp(quiz) != seen:
            raise QuizRefused([_changed_meanwhile()])
    if wrong := problems(draft, known):
        raise QuizRefused(wrong)
    quiz = _settings(quiz or Quiz(code=draft.code), draft)
    _parts(quiz, draft)
    audit.record(by, "assessments.change_quiz" if known else "assessments.create_quiz", quiz, **_news(known, draft))
    quiz.refresh_from_db()
    return quiz


def _locked(draft: QuizDraft) -> Quiz | None:
    """The quiz the draft is to replace; for a new one, whatever has its code already."""
    if draft.pk is None:
        return Quiz.objects.select_for_update().filter(code=draft.code).first()
    return Quiz.objects.select_for_update().get(pk=draft.pk)


def _same(known: QuizDraft, draft: QuizDraft) -> bool:
    return not _differing(known, draft)


def _differing(known: QuizDraft, draft: QuizDraft) -> list[str]:
    names = [name for name in (*SETTINGS, "items", "draws") if getattr(known, name) != getattr(draft, name)]
    headings = [[dict(section.titles) for section in each.sections] for each in (known, draft)]
    return names if headings[0] == headings[1] else [*names, "sections"]


def _news(known: QuizDraft | None, draft: QuizDraft) -> dict[str, Any]:
    return {"changed": _differing(known, draft)} if known else {"code": draft.code}


def _settings(quiz: Quiz, draft: QuizDraft) -> Quiz:
    for name in SETTINGS:
        setattr(quiz, name, getattr(draft, name))
    try:
        with transaction.atomic():
            quiz.save()
    except IntegrityError:  # somebody took the code in this moment
        raise QuizRefused([_code_taken()]) from None
    return quiz


def _parts(quiz: Quiz, draft: QuizDraft) -> None:
    quiz.items.exclude(question__kind="marks").delete()
    quiz.draws.all().delete()
    sections = _sections(quiz, draft.sections)
    QuizItem.objects.bulk_create(
        QuizItem(
            quiz=quiz,
            question_id=row.question,
            section=None if row.section is None else sections[row.section],
            order=row.order,
            weight=row.weight,
        )
        for row in draft.items
    )
    QuizDraw.objects.bulk_create(
        QuizDraw(
            quiz=quiz,
            section=None if row.section is None else sections[row.section],
            order=row.order,
            count=row.count,
            standards=" ".join(row.condition.standards),
            course=row.condition.course,
            competency=row.condition.competency,
            difficulty=row.condition.difficulty,
            weight=row.weight,
        )
        for row in draft.draws
    )


def _sections(quiz: Quiz, wanted: tuple[SectionDraft, ...]) -> list[QuizSection]:
    """The sections in their new order. One that attempts were asked keeps its heading: renamed, it is a new one."""
    stored = {section.pk: section for section in quiz.sections.filter(retired=False)}
    asked = set(AttemptItem.objects.filter(section__in=stored).values_list("section_id", flat=True).distinct())
    kept = {
        each.pk
        for each in wanted
        if each.pk in stored and (each.pk not in asked or stored[each.pk].titles == dict(each.titles))
    }
    quiz.sections.filter(pk__in=asked - kept).update(retired=True)
    quiz.sections.filter(retired=False).exclude(pk__in=kept).delete()
    for number, pk in enumerate(kept, start=1):  # out of the way, so that no two have one place in between
        quiz.sections.filter(pk=pk).update(order=10_000 + number)
    sections = []
    for order, each in enumerate(wanted):
        section = stored[each.pk] if each.pk in kept and each.pk is not None else QuizSection(quiz=quiz)
        section.titles, section.order = dict(each.titles), order
        section.save()
        sections.append(section)
    return sections


def _code_taken() -> str:
    return _("A quiz with this code exists already. Choose another code.")


def _changed_meanwhile() -> str:
    return _(
        "Somebody has changed this quiz while you had it open. Open it again in another tab and enter your changes "
        "there: what you entered here is still here."
    )
