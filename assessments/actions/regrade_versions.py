"""What a regrade means for those who come later: a new version with the right key, another weight in the quiz."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments import terms, types
from assessments.actions import questions
from assessments.models import AttemptItem, Question, QuestionKind, QuestionVersion, Quiz, QuizItem, Regrade
from assessments.rules.regrades import Terms
from people.models import User

Kind = Regrade.Kind
PLACES = 4
MOST = 1_000


def whole_change(quiz: Quiz, question: Question, kind: str, change: Mapping[str, Any]) -> dict[str, Any] | str:
    """The change with the versions that it is about; a sentence if it cannot be made."""
    versions = list(question.versions.select_related("question").order_by("number"))
    if question.kind == QuestionKind.MARKS or not versions:
        return _("Of this question only marks are known, so there is nothing to change. Load the right marks instead.")
    if kind == Kind.WEIGHT:
        return _weight(quiz, question, str(change.get("max_mark", "")))
    if kind in (Kind.CREDIT, Kind.DROP):
        return {"versions": [version.number for version in versions]}
    if kind == Kind.KEY:
        return _key(versions, change)
    return _("Choose what is to change.")


def _weight(quiz: Quiz, question: Question, written: str) -> dict[str, Any] | str:
    try:
        full = Decimal(written)
    except InvalidOperation:
        full = Decimal("NaN")
    if not full.is_finite() or not 0 < full <= MOST or full != round(full, PLACES):
        return _("The weight is a number above 0 and at most %(most)s, with at most %(places)s decimal places.") % {
            "most": MOST,
            "places": PLACES,
        }
    asked = AttemptItem.objects.filter(question=question, attempt__quiz=quiz, attempt__elsewhere=False)
    if not asked.exclude(max_mark=full).exists():
        return _("The question has this weight in every attempt already.")
    return {"max_mark": f"{full.normalize():f}"}


def _key(versions: list[QuestionVersion], change: Mapping[str, Any]) -> dict[str, Any] | str:
    """Another key: for every version that offers the same to choose from and had the same key as the newest."""
    newest = versions[-1]
    if types.of(newest.question.kind).by_person:
        return _("A person marks this question; there is no key to change. Mark the answers again instead.")
    right, details = change.get("right"), change.get("details", newest.details)
    if (right, details) == (newest.right, newest.details):
        return _("This is the key that the question has already.")
    version = terms.as_changed(newest, Terms(right=right, details=details, keyed=True))
    if problems := types.of(newest.question.kind).check(version):
        return " ".join(problems)
    same = [each for each in versions if _asks(each) == _asks(newest)]
    before = {"right": newest.right, "details": newest.details}
    return {"right": right, "details": details, "versions": [each.number for each in same], "before": before}


def _asks(version: QuestionVersion) -> tuple[Any, ...]:
    return version.options, version.right, version.details


def mend(regrade: Regrade, *, by: User, at: datetime) -> None:
    """Let later attempts have it right from the start; what was changed is kept in `regrade.change`. Not saved."""
    if regrade.kind == Kind.KEY:
        newest = questions.newest(regrade.question)
        if newest and newest.number in regrade.change["versions"]:
            note = _("Key corrected: %(reason)s") % {"reason": regrade.reason}
            made = _write(newest, regrade.change["right"], regrade.change["details"], note, by, at)
            regrade.change["version"] = made.number
    elif regrade.kind == Kind.WEIGHT:
        places = QuizItem.objects.select_for_update().filter(quiz=regrade.quiz_id, question=regrade.question_id)
        for place in places:
            regrade.change["weight_before"] = None if place.weight is None else str(place.weight)
            place.weight = Decimal(regrade.change["max_mark"])
            place.save(update_fields=["weight"])


def unmend(regrade: Regrade, *, by: User, at: datetime) -> None:
    """Take back what `mend` did, unless somebody has written something newer since. Not saved."""
    change = regrade.change
    if regrade.kind == Kind.KEY and "version" in change:
        newest = questions.newest(regrade.question)
        if newest and newest.number == change["version"]:
            before = change["before"]
            note = _("Earlier key again: the correction was undone.")
            change["version_undone"] = _write(newest, before["right"], before["details"], note, by, at).number
    elif regrade.kind == Kind.WEIGHT and "weight_before" in change:
        same = QuizItem.objects.filter(
            quiz=regrade.quiz_id, question=regrade.question_id, weight=Decimal(change["max_mark"])
        )
        same.update(weight=change["weight_before"])


def _write(newest: QuestionVersion, right: Any, details: Any, note: str, by: User, at: datetime) -> QuestionVersion:
    """A version that asks the same with another key."""
    question = newest.question
    draft = questions.QuestionDraft(
        code=question.code,
        kind=question.kind,
        standards=list(question.standards.values_list("code", flat=True)),
        competencies=list(question.competencies.values_list("code", flat=True)),
        course=question.course,
        category=question.category,
        difficulty=question.difficulty,
        wording=newest.wording,
        options=newest.options,
        right=right,
        details=details,
        mark=newest.mark,
        note=note,
    )
    return questions.write(question, draft, by=by, at=at)
