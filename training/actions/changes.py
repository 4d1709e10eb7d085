"""What a new publication means for those who know the old one: noted, decided, and carried out in batches."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.timezone import localdate

from assessments.models import Standard, StandardRevision
from foundation import audit, jobs
from foundation.notifications import notify
from people.models import Employee, User
from training import impacts, reasons, sign_offs
from training.models import Certificate, CertificateEvent, Change, Course, Enrolment, Meaning

BATCH = 2_000  # people
JOB = "training.apply_change"

Progress = Callable[[int, int | None], None]


def record_course(course_id: int, *, page_revision: int, title: str, language: str, at: datetime) -> Change:
    """Note once that a page of a course was published anew. Nobody has said yet what that means."""
    return Change.objects.get_or_create(
        page_revision=page_revision,
        defaults={"course_id": course_id, "title": title[:200], "language": language, "published_at": at},
    )[0]


def record_revisions(revisions: Iterable[StandardRevision]) -> None:
    """Note once that standards say something else than before."""
    Change.objects.bulk_create(
        (Change(revision=each, title=each.title[:200], published_at=each.published_at) for each in revisions),
        ignore_conflicts=True,
    )


def come_from(revision: StandardRevision, *, page_revision: int, language: str) -> None:
    """Note which publication of a page made this revision of a standard; an old one published again made another."""
    if Change.objects.filter(page_revision=page_revision).exists():
        return
    Change.objects.filter(revision=revision).update(page_revision=page_revision, language=language)


@transaction.atomic
def decide(
    change_id: int,
    meaning: Meaning,
    *,
    explanation: Mapping[str, str],
    due_on: date | None,
    by: User,
    at: datetime,
) -> Change:
    """Say once what a change means; a change that is decided stays as it is.

    Cosmetic: a record and no more. Sign again: older signatures of the standard no longer hold; of a course, all
    who completed it before are to read what changed. Retrain: a new round besides, for everybody who completed
    the course, or any course that shows the standard. What touches many people is done by a job.
    """
    change = (
        Change.objects.select_for_update(of=["self"]).select_related("revision__standard", "course").get(pk=change_id)
    )
    if change.meaning:
        return change
    change.meaning, change.due_on = meaning, due_on
    change.explanation = {language: text for language, text in explanation.items() if text}
    change.decided_by, change.decided_at = by, at
    if meaning == Meaning.COSMETIC:
        change.applied_at = at
    elif change.revision is not None:
        Standard.objects.filter(pk=change.revision.standard_id).update(
            sign_from=Greatest(F("sign_from"), change.revision.number)
        )
    change.save()
    audit.record(by, "training.decide_change", change, meaning=str(meaning), of=change.name, due_on=str(due_on or ""))
    if meaning != Meaning.COSMETIC:
        start(change, by=by, at=at)
    return change


def start(change: Change, *, by: User, at: datetime) -> None:
    """Queue what the decision asks for. Started again after a breakdown, it goes on where it stopped."""
    jobs.start(JOB, f"{change.name}: {change.get_meaning_display()}", by=by, at=at, arguments={"change": change.pk})


def apply(change_id: int, *, at: datetime, progress: Progress) -> Change:
    """Carry out what was decided, in batches, each in a transaction of its own; nothing is done twice."""
    change = Change.objects.select_related("revision__standard", "course").get(pk=change_id)
    if not change.meaning or change.applied_at:
        return change
    today, done = localdate(at), 0
    figures = impacts.of(change, today)
    total = figures.rounds
    if change.meaning == Meaning.RETRAIN:
        for course in impacts.courses_of(change):
            done = _retrain(change, course, at, done, lambda so_far: progress(so_far, total))
    _tell(change, today, at)
    return _finish(change_id, at)


def _retrain(change: Change, course: Course, at: datetime, done: int, progress: Callable[[int], None]) -> int:
    """A new round for all who completed the course before the change; `done` rounds, and how many there are now."""
    reason, last = reasons.of_change(change.pk), 0
    people = impacts.completed([course], change.published_at, localdate(at)).exclude(
        employee__in=Enrolment.objects.filter(course=course, reason=reason).values("employee")
    )
    while True:
        with transaction.atomic():
            Change.objects.select_for_update().get(pk=change.pk)  # one job at a time
            batch = list(_batch(people, last))
            if not batch:
                return done
            _open_rounds(change, course, batch, at)
            ends = _end_certificates(change, course, [row[0] for row in batch], at)
            if ends:
                Change.objects.filter(pk=change.pk).update(certificates=F("certificates") + ends)
            _tell_of_round(change, course, [row[3] for row in batch], at)
        last, done = batch[-1][0], done + len(batch)
        progress(done)


Row = tuple[int, int, int | None, int | None]  # employee, highest round, path, user


def _batch(people: QuerySet[Enrolment], after: int) -> "QuerySet[Enrolment, Row]":
    rounds = Enrolment.objects.filter(employee=OuterRef("employee"), course=OuterRef("course")).order_by("-round")
    return (
        people.filter(employee_id__gt=after)
        .annotate(highest=Subquery(rounds.values("round")[:1]))
        .order_by("employee_id")
        .values_list("employee_id", "highest", "path_id", "employee__user_id")[:BATCH]
    )


def _open_rounds(change: Change, course: Course, batch: list[Row], at: datetime) -> None:
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                employee_id=employee,
                course=course,
                round=highest + 1,
                reason=reasons.of_change(change.pk),
                path_id=path,
                assigned_at=at,
                due_on=change.due_on,
            )
            for employee, highest, path, _user in batch
        ),
        ignore_conflicts=True,  # somebody who began again by themselves in this moment goes on with that round
    )


def _end_certificates(change: Change, course: Course, employees: list[int], at: datetime) -> int:
    """The certificates of earlier rounds hold up to the due date and not beyond; without one they stay as they are.

    The event stands, as every ending does, on the first day on which they no longer hold: the day after the due date.
    """
    if change.due_on is None:
        return 0
    end = change.due_on + timedelta(days=1)
    held = Certificate.objects.valid_on(end).filter(course=course, employee__in=employees, revoked_on=None)
    found = list(held.select_for_update().values_list("pk", flat=True))
    CertificateEvent.objects.bulk_create(
        (
            CertificateEvent(
                certificate_id=pk,
                kind=CertificateEvent.Kind.SUPERSEDED,
                on=end,
                reason=reasons.of_change(change.pk),
                by=change.decided_by,
                at=at,
            )
            for pk in found
        ),
        ignore_conflicts=True,
    )
    return Certificate.objects.filter(pk__in=found).update(revoked_on=end)


def _tell_of_round(change: Change, course: Course, users: list[int | None], at: datetime) -> None:
    notify(
        (user for user in users if user is not None),
        "training.retrain",
        key=f"change:{change.pk}:{course.pk}",
        at=at,
        values={"course": course.titles, "due_on": _iso(change.due_on)},
        url=change.get_absolute_url(),
    )


def _tell(change: Change, today: date, at: datetime) -> None:
    """Tell those who are to sign, or to read what changed."""
    key, due_on = f"change:{change.pk}", _iso(change.due_on)
    if change.revision is not None and change.revision.standard.must_sign:
        standard = change.revision.standard
        values = {"code": standard.code, "standard": change.revision.titles, "due_on": due_on}
        people = sign_offs.unsigned(standard, today)
        notify(_users(people), "training.sign", key=key, at=at, values=values, url=standard.get_absolute_url())
    elif change.course is not None and change.meaning == Meaning.SIGN:
        people = Employee.objects.filter(
            enrolments__in=impacts.completed([change.course], change.published_at, today)
        ).distinct()
        values = {"course": change.course.titles, "due_on": due_on}
        notify(_users(people), "training.changed", key=key, at=at, values=values, url=change.get_absolute_url())


def _users(people: "QuerySet[Employee]") -> Iterable[int]:
    return people.filter(~Q(user=None)).order_by().values_list("user", flat=True).iterator(chunk_size=BATCH)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@transaction.atomic
def _finish(change_id: int, at: datetime) -> Change:
    """Write down, once, how many people it touched."""
    change = (
        Change.objects.select_for_update(of=["self"]).select_related("revision__standard", "course").get(pk=change_id)
    )
    if change.applied_at is None:
        change.people = impacts.touched(change, localdate(at))
        change.applied_at = at
        change.save(update_fields=["people", "applied_at"])
        audit.record(
            change.decided_by,
            "training.apply_change",
            change,
            meaning=change.meaning,
            people=change.people,
            certificates=change.certificates,
        )
    return change
