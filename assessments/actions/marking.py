"""The marking desk: opening an answer, keeping a draft, giving a mark, changing one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import terms
from assessments.actions import grading
from assessments.models import Attempt, AttemptItem, Mark, MarkDraft, MarkingRule, Quiz, Turn
from assessments.querysets import BY_PERSON
from assessments.rules import marking
from foundation import audit
from foundation.notifications import notify
from people.models import User

OPEN_FOR = timedelta(minutes=15)  # an answer not touched for longer than this lies open before nobody
LONGEST_COMMENT = 5_000  # characters


class MarkingRefused(Exception):
    """Nothing was changed; the message is a sentence for the marker."""


class MarkedMeanwhile(MarkingRefused):
    """Somebody else has marked the answer, and it needs no further mark."""


def open_answer(item: AttemptItem, *, by: User, at: datetime) -> MarkDraft:
    """The marker's draft for an answer that now lies open before them; others are told so as long as it does."""
    draft, new = MarkDraft.objects.get_or_create(item=item, marker=by, defaults={"opened_at": at, "seen_at": at})
    if not new:
        if at - draft.seen_at > OPEN_FOR:
            draft.opened_at = at
        draft.seen_at = at
        draft.save(update_fields=["opened_at", "seen_at"])
    return draft


def others_at(item: AttemptItem, *, by: User, at: datetime) -> MarkDraft | None:
    """The draft of another marker before whom the answer lies open too; None if there is nobody."""
    there = item.mark_drafts.filter(seen_at__gt=at - OPEN_FOR).exclude(marker=by)
    return there.order_by("opened_at").first()


def keep_draft(
    item: AttemptItem, points: Mapping[str, str], comment: str, *, by: User, at: datetime
) -> MarkDraft | None:
    """Keep what stands in the marker's fields, as it stands, right or not; None once they have given their mark."""
    if item.marks.filter(marker=by).exists():
        return None
    known = {criterion.key for criterion in terms.criteria(item.version)}
    kept = {key: str(value)[:20] for key, value in points.items() if key in known}
    values = {"points": kept, "comment": comment[:LONGEST_COMMENT], "seen_at": at, "saved_at": at}
    draft, _new = MarkDraft.objects.update_or_create(
        item=item, marker=by, defaults=values, create_defaults={**values, "opened_at": at}
    )
    return draft


@transaction.atomic
def mark_item(item_id: int, points: Mapping[str, int], comment: str, *, by: User, at: datetime) -> Mark:
    """Give a mark: the first, the second where two are asked for, or the third where the two are too far apart.

    The same mark of the same person again is that mark. With the last mark of an attempt the attempt is totalled and
    the person told. Raises MarkedMeanwhile if the answer needs no mark any more, MarkingRefused for one's own answer,
    for points that the rubric does not have, and for another mark of the same person; nothing is changed then.
    """
    item, attempt = _locked(item_id)
    _check(item, attempt, by, points)
    given = list(item.marks.select_for_update())
    if mine := next((mark for mark in given if mark.marker_id == by.pk), None):
        if (mine.points, mine.comment) == (dict(points), comment.strip()):
            return mine
        raise MarkingRefused(_("You have marked this answer already. Open your mark to change it."))
    if item.mark is not None or item.dropped or len(given) >= Turn.THIRD:
        raise MarkedMeanwhile(
            _("Somebody else has marked this answer in the meantime, and it needs no further mark. "
              "What you wrote is kept as your draft.")
        )  # fmt: skip
    mark = Mark.objects.create(
        item=item, marker=by, turn=len(given) + 1, points=dict(points), comment=comment.strip(), marked_at=at,
        mark=marking.mark(terms.criteria(item.version), points, item.max_mark),
    )  # fmt: skip
    item.mark_drafts.filter(marker=by).delete()
    audit.record(by, "assessments.mark_answer", attempt, question=item.order, turn=mark.turn)
    grading.remark(item, at)
    _tell(attempt, at)
    return mark


@transaction.atomic
def change_mark(mark_id: int, points: Mapping[str, int], comment: str, *, reason: str, by: User, at: datetime) -> Mark:
    """Change a mark that one has given, with a reason, on record; the same again changes nothing.

    The answer is settled anew: a mark now too far from the other one sends it to a third look. The person is told
    where their result has become another one. MarkingRefused as `mark_item`, and for somebody else's mark.
    """
    item, attempt = _locked(Mark.objects.get(pk=mark_id).item_id)
    mark = item.marks.select_for_update().get(pk=mark_id)
    if mark.marker_id != by.pk:
        raise MarkingRefused(_("Only whoever gave a mark changes it."))
    _check(item, attempt, by, points)
    if (mark.points, mark.comment) == (dict(points), comment.strip()):
        return mark
    if not reason.strip():
        raise MarkingRefused(_("Say why the mark changes. The reason is kept with it."))
    before = attempt.percent
    mark.points, mark.comment, mark.changed_at = dict(points), comment.strip(), at
    mark.mark = marking.mark(terms.criteria(item.version), points, item.max_mark)
    mark.save(update_fields=["points", "comment", "changed_at", "mark"])
    audit.record(by, "assessments.change_mark", attempt, question=item.order, turn=mark.turn, reason=reason.strip())
    grading.remark(item, at, settled=item.marks.count() == 1)
    attempt.refresh_from_db(fields=["percent"])
    if before is not None and attempt.percent is not None and attempt.percent != before:
        _tell(attempt, at, kind="assessments.remarked", key=f"remarked:{attempt.pk}:{at:%Y%m%d%H%M%S%f}")
    else:
        _tell(attempt, at)
    return mark


@transaction.atomic
def set_rule(quiz: Quiz, *, twice: bool, apart: Decimal, blind: bool, by: User | None) -> MarkingRule:
    """How the answers of a quiz are marked from now on. Answers that have their mark keep it."""
    rule = MarkingRule.objects.select_for_update().filter(quiz=quiz).first() or MarkingRule(quiz=quiz)
    before = (rule.pk, rule.twice, rule.apart, rule.blind)
    rule.twice, rule.apart, rule.blind = twice, apart, blind
    if before != (rule.pk, twice, apart, blind) or rule.pk is None:
        rule.save()
        audit.record(by, "assessments.set_marking_rule", quiz, twice=twice, apart=str(apart), blind=blind)
    return rule


def _locked(item_id: int) -> tuple[AttemptItem, Attempt]:
    """The answer and its attempt, the attempt locked until the transaction ends."""
    key = AttemptItem.objects.values_list("attempt_id", flat=True).get(pk=item_id)
    attempt = Attempt.objects.select_for_update(of=["self"]).select_related("employee", "quiz").get(pk=key)
    return AttemptItem.objects.select_related("version__question").get(pk=item_id), attempt


def _check(item: AttemptItem, attempt: Attempt, by: User, points: Mapping[str, int]) -> None:
    if attempt.employee.user_id == by.pk:
        raise MarkingRefused(_("Nobody marks their own answers."))
    if attempt.submitted_at is None or item.version.question.kind not in BY_PERSON:
        raise MarkingRefused(_("This answer is not to be marked by a person."))
    criteria = terms.criteria(item.version)
    try:
        if set(points) - {criterion.key for criterion in criteria}:
            raise marking.PointsError
        marking.total(criteria, points)
    except marking.PointsError:
        raise MarkingRefused(_("Give whole points for every criterion, none of them more than it has.")) from None


def _tell(attempt: Attempt, at: datetime, kind: str = "assessments.marked", key: str = "") -> None:
    """Tell the person who sat an attempt that it is wholly marked; once, unless `key` says that it is something new."""
    attempt.refresh_from_db(fields=["percent"])
    user = attempt.employee.user_id
    if user is None or attempt.percent is None:
        return
    notify(
        [user], kind, key=key or f"marked:{attempt.pk}", at=at,
        values={"quiz": attempt.quiz.titles or {"en": attempt.quiz.code}},
        url=reverse("assessments:result", args=[attempt.pk]),
    )  # fmt: skip
