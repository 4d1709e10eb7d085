"""Issuing certificates: on completion, at the end of a path, by hand; one at a time or thousands, frozen at issue.

What becomes of them later: training.actions.certificate_endings. Their files: training.actions.certificate_files.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from foundation import audit, notifications
from foundation.batches import batched
from foundation.jobs import Progress
from people.models import Employee, User
from training.models import (
    Certificate,
    CertificateEvent,
    CertificateTemplate,
    Course,
    Enrolment,
    Origin,
    Path,
    PathAssignment,
)
from training.rules import certificates as rules
from training.rules.designs import Design

BATCH = 1_000  # people in one round of statements
PRINTED_AT_ONCE = 100  # certificates in one message to the worker


@dataclass(frozen=True, slots=True)
class Award:
    """Somebody who is to get a certificate: for which round, with which score."""

    employee: Employee
    enrolment: Enrolment | None = None
    score: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the certificates are for, and why and by whom they are issued."""

    thing: Course | Path
    origin: Origin
    by: User | None
    at: datetime
    reason: str = ""

    @property
    def today(self) -> date:
        return localdate(self.at)

    @property
    def what(self) -> dict[str, Any]:
        return {"path": self.thing} if isinstance(self.thing, Path) else {"course": self.thing}


@transaction.atomic
def issue(enrolment: Enrolment, *, score: Decimal | None, by: User | None, at: datetime) -> Certificate:
    """The certificate for this completion: today's if it was issued already, else a new one.

    Name, titles in every language, look, score (percent, at most 2 places) and dates are frozen here; one that still
    counted is renewed by it and holds to its own last day. The PDF is printed by a worker after commit, or by the
    first download if that comes earlier.
    """
    text = "" if score is None else f"{score.normalize():f}"
    occasion = Occasion(enrolment.course, Origin.COMPLETION, by, at)
    return _issue(occasion, [Award(enrolment.employee, enrolment, text)])[0][0]


@transaction.atomic
def issue_for_path(assignment: PathAssignment, *, by: User | None, at: datetime) -> Certificate | None:
    """The certificate for a completed path: today's if it was issued already; None for a path that gives none."""
    if not assignment.path.certificate:
        return None
    occasion = Occasion(assignment.path, Origin.COMPLETION, by, at)
    standing, new = _issue(occasion, [Award(assignment.employee)])
    _tell(occasion, new)
    return standing[0]


@transaction.atomic
def issue_by_hand(
    employees: Iterable[int],
    course: Course,
    *,
    by: User,
    at: datetime,
    reason: str,
    progress: Progress | None = None,
) -> int:
    """Issue the certificate of a course to each of these people (primary keys) who holds none today; to how many.

    At a fixed number of statements for every BATCH people. Doing it again issues nothing more.
    """
    occasion = Occasion(course, Origin.HAND, by, at, reason)
    wanted = sorted(set(employees))
    issued = 0
    for done, keys in enumerate(batched(wanted, BATCH)):
        if progress:
            progress(done * BATCH, len(wanted))
        _standing, new = _issue(occasion, list(_awards(keys, occasion)))
        _tell(occasion, new)
        issued += len(new)
    return issued


def without_certificate(course: Course, today: date) -> Q:
    """People who hold no certificate of the course on that day."""
    held = Certificate.objects.valid_on(today).filter(employee=OuterRef("pk"), course=course)
    return ~Q(Exists(held))


def _awards(keys: Sequence[int], occasion: Occasion) -> Iterator[Award]:
    """Those of the people who hold no such certificate today, with the round they completed last, if they did."""
    assert isinstance(occasion.thing, Course)
    people = Employee.objects.filter(without_certificate(occasion.thing, occasion.today), pk__in=keys)
    rounds = Enrolment.objects.filter(course=occasion.thing, employee__in=keys, completed_at__isnull=False)
    completed = {each.employee_id: each for each in rounds.order_by("round")}
    for employee in people:
        yield Award(employee, completed.get(employee.pk))


def _issue(occasion: Occasion, awards: Sequence[Award]) -> tuple[list[Certificate], list[Certificate]]:
    """Today's certificates of these people in their order, and those of them that are new.

    The unique constraint decides between two who issue at once: who comes second finds what stands.
    """
    rows = _rows(occasion, awards)
    Certificate.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    people = [award.employee.pk for award in awards]
    today = Certificate.objects.filter(
        **occasion.what, employee__in=people, issued_on=occasion.today, revoked_on=None
    ).select_related("employee", "replaces")
    standing = {each.employee_id: each for each in today}
    codes = {row.code for row in rows}
    new = [each for each in standing.values() if each.code in codes]
    _note_renewals(occasion, new)
    extra = {"reason": occasion.reason} if occasion.reason else {}
    audit.record_each(
        occasion.by, "training.issue_certificate", ((each, {"code": each.code} | extra) for each in new), at=occasion.at
    )
    queue_printing([each.pk for each in new])
    return [standing[pk] for pk in people], new


def _rows(occasion: Occasion, awards: Sequence[Award]) -> list[Certificate]:
    """The certificates to be written, with everything frozen that they will ever say."""
    if not awards:
        return []
    thing, today = occasion.thing, occasion.today
    frozen = _frozen(thing)
    expires_on = rules.last_day(today, thing.valid_months) if thing.valid_months else None
    earlier = _earlier(occasion, [award.employee.pk for award in awards])
    codes = new_codes(len(awards), today.year)
    rows = []
    for award, code in zip(awards, codes, strict=True):
        replaced = earlier.get(award.employee.pk)
        renews = replaced is not None and occasion.origin == Origin.COMPLETION
        rows.append(
            Certificate(
                code=code,
                employee=award.employee,
                enrolment=award.enrolment,
                origin=Origin.RENEWAL if renews else occasion.origin,
                replaces=replaced,
                name=award.employee.name,
                score=award.score,
                reason=occasion.reason,
                issued_on=today,
                expires_on=expires_on,
                **occasion.what,
                **frozen,
            )
        )
    return rows


def _earlier(occasion: Occasion, people: Sequence[int]) -> dict[int, Certificate]:
    """Of each person the last certificate before today that was neither revoked nor replaced by a copy."""
    ended = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"), kind__in=[CertificateEvent.Kind.REVOKED, CertificateEvent.Kind.REISSUED]
    )
    before = Certificate.objects.filter(
        ~Exists(ended), **occasion.what, employee__in=people, issued_on__lt=occasion.today
    )
    return {each.employee_id: each for each in before.order_by("issued_on", "pk")}


def _note_renewals(occasion: Occasion, new: Iterable[Certificate]) -> None:
    CertificateEvent.objects.bulk_create(
        (
            CertificateEvent(
                certificate_id=each.replaces_id,
                kind=CertificateEvent.Kind.RENEWED,
                on=occasion.today,
                by=occasion.by,
                at=occasion.at,
            )
            for each in new
            if each.replaces_id is not None
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def new_codes(count: int, year: int) -> list[str]:
    """So many codes nobody has and nobody can guess: eight letters out of thirty, from the system's randomness."""
    codes: set[str] = set()
    while len(codes) < count:
        missing = count - len(codes)
        drawn = {rules.write_code(year, _letters()) for _n in range(missing)}
        codes |= drawn - set(Certificate.objects.filter(code__in=drawn).values_list("code", flat=True))
    return list(codes)


def _letters() -> str:
    return "".join(secrets.choice(rules.ALPHABET) for _n in range(rules.LETTERS))


def _frozen(thing: Course | Path) -> dict[str, Any]:
    """The wording in every language of the product, and the look, as they are now."""
    template = thing.certificate_template if isinstance(thing, Course) else None
    template = template or CertificateTemplate.objects.filter(standard=True).first()
    issuers = template.issuer if template else {}
    wording = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            issuer = issuers.get(language) or _("Five Hearts Retail Academy")
            wording[language] = {"course": thing.title or thing.code, "issuer": issuer}
    return {"wording": wording, "design": (template.design if template else Design()).store()}


def _tell(occasion: Occasion, new: Iterable[Certificate]) -> None:
    """Tell the people, each once a day and course or path."""
    thing = occasion.thing
    kind = "path" if isinstance(thing, Path) else "course"
    users = [each.employee.user_id for each in new if each.employee.user_id is not None]
    if users:
        notifications.notify(
            users,
            "training.certificate_issued",
            key=f"certificate:{kind}:{thing.pk}:{occasion.today}",
            at=occasion.at,
            values={"title": thing.titles or {settings.LANGUAGE_CODE: thing.code}},
            url=reverse("training:certificates"),
        )


def queue_printing(certificates: Sequence[int]) -> None:
    """Let the worker print these (primary keys) after commit. Where no worker comes, the first download prints."""
    for keys in batched(certificates, PRINTED_AT_ONCE):
        transaction.on_commit(lambda keys=keys: _queue(keys), robust=True)  # type: ignore[misc]


def _queue(certificates: list[int]) -> None:
    from training.tasks import print_certificates

    print_certificates.apply_async([certificates], retry=False)
