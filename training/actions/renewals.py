"""Renewal: before a certificate expires the next round of its course opens, once, for everybody it concerns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate

from foundation import audit, notifications
from people.models import User
from training import reasons
from training.models import Certificate, CertificateEvent, Course, Enrolment
from training.rules.certificates import renewal_opens

BATCH = 1_000  # certificates in one transaction
LATE = timedelta(days=30)  # so long after expiry a renewal that was missed is still opened


def open_renewals(*, at: datetime, by: User | None = None) -> int:
    """Open the renewal of every certificate that expires within its course's `renew_days`; how many were opened.

    Due on the last day of the certificate. Once for each certificate: whoever has an open round keeps it, and a
    renewal that was withdrawn is not opened again. Earlier rounds stay as they ended. Nobody who has left, no
    withdrawn course, and nothing that was renewed already. At a fixed number of statements for every BATCH.
    """
    today = localdate(at)
    return sum(_open(batch, by=by, at=at) for batch in _batches(today))


def due_for_renewal(today: date) -> QuerySet[Certificate]:
    """Certificates whose renewal is to be opened today or was missed, each with its holder and course."""
    taken = Enrolment.objects.filter(
        reason=Concat(Value(reasons.RENEWAL), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    )
    newer = Certificate.objects.filter(
        employee=OuterRef("employee"), course=OuterRef("course"), issued_on__gt=OuterRef("issued_on"), revoked_on=None
    )
    renewed = CertificateEvent.objects.filter(certificate=OuterRef("pk"), kind=CertificateEvent.Kind.RENEWED)
    open_round = Enrolment.objects.filter(
        employee=OuterRef("employee"), course=OuterRef("course"), completed_at=None, withdrawn_at=None
    )
    return Certificate.objects.filter(
        ~Exists(taken),
        ~Exists(newer),
        ~Exists(renewed),
        ~Exists(open_round),
        Q(employee__left_on=None) | Q(employee__left_on__gt=today),
        _window(today),
        revoked_on=None,
        course__published=True,
        expires_on__isnull=False,
    ).select_related("employee", "course")


def _window(today: date) -> Q:
    """Expiring within what their courses allow; one term for each length of time that a course has."""
    window = Q(pk__in=[])
    for days in Course.objects.order_by().values_list("renew_days", flat=True).distinct():
        until = today + (today - renewal_opens(today, days))
        window |= Q(course__renew_days=days, expires_on__range=(today - LATE, until))
    return window


def _batches(today: date) -> Iterator[list[Certificate]]:
    last = 0
    due = due_for_renewal(today).order_by("pk")
    while batch := list(due.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


@transaction.atomic
def _open(certificates: Sequence[Certificate], *, by: User | None, at: datetime) -> int:
    last = _last_rounds(certificates)
    rows: dict[tuple[int, int | None], Enrolment] = {
        (each.employee_id, each.course_id): Enrolment(
            employee_id=each.employee_id,
            course=each.course,
            round=last.get((each.employee_id, each.course_id), 0) + 1,
            reason=reasons.of_renewal(each.pk),
            assigned_at=at,
            due_on=each.expires_on,
        )
        for each in certificates
    }
    Enrolment.objects.bulk_create(rows.values(), ignore_conflicts=True)
    opened = Enrolment.objects.filter(reason__in=[row.reason for row in rows.values()], assigned_at=at)
    found = {each.reason: each for each in opened.select_related("course", "employee")}
    entries = (
        (each, {"course": each.course.code, "employee_no": each.employee.employee_no}) for each in found.values()
    )
    audit.record_each(by, "training.open_renewal", entries, at=at)
    _tell([each for each in certificates if reasons.of_renewal(each.pk) in found], at)
    return len(found)


def _last_rounds(certificates: Sequence[Certificate]) -> dict[tuple[int, int | None], int]:
    """The number of the last round of each of these people in each of these courses."""
    rounds = Enrolment.objects.filter(
        employee__in={each.employee_id for each in certificates}, course__in={each.course_id for each in certificates}
    )
    rows = rounds.order_by().values_list("employee", "course").annotate(last=Max("round"))
    return {(employee, course): number for employee, course, number in rows}


def _tell(certificates: Sequence[Certificate], at: datetime) -> None:
    """One notice for each; those that say the same go out together."""
    alike: dict[tuple[Course, date], list[int]] = defaultdict(list)
    for each in certificates:
        if each.employee.user_id is not None and each.course is not None and each.expires_on is not None:
            alike[each.course, each.expires_on].append(each.employee.user_id)
    for (course, expires_on), users in alike.items():
        notifications.notify(
            users,
            "training.renewal_opened",
            key=f"renewal:{course.pk}:{expires_on}",
            at=at,
            values={"title": course.titles, "expires_on": expires_on.isoformat()},
            url=course.get_absolute_url(),
        )
