"""Which certificates somebody means: by course, unit, days of issue and state."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Posting, Unit
from training.models import Certificate, CertificateEvent

SOON = timedelta(days=30)
STATES = ("valid", "soon", "expired", "revoked", "replaced")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is blank leaves nothing out. `thing`: the code of a course or, after `path:`, of a learning path."""

    thing: str = ""
    unit: str = ""  # code; with everything below it, by where the holder works today
    issued_from: date | None = None
    issued_until: date | None = None
    state: str = ""  # of STATES, as it is today

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """A selection from what `store` gave."""
        days: dict[str, Any] = {name: date.fromisoformat(stored[name]) if stored.get(name) else None for name in DAYS}
        return cls(**{name: stored.get(name, "") for name in ("thing", "unit", "state")}, **days)

    def store(self) -> dict[str, Any]:
        """As it goes into the arguments of a job."""
        days = {name: getattr(self, name).isoformat() for name in DAYS if getattr(self, name)}
        return {"thing": self.thing, "unit": self.unit, "state": self.state} | days

    def narrow(self, certificates: QuerySet[Certificate], today: date) -> QuerySet[Certificate]:
        """Those of the certificates that are meant."""
        kind, _colon, code = self.thing.rpartition(":")
        if code:
            certificates = certificates.filter(**{f"{kind or 'course'}__code": code})
        if self.unit:
            certificates = certificates.filter(held_in(Unit.objects.filter(code=self.unit), today))
        if self.issued_from:
            certificates = certificates.filter(issued_on__gte=self.issued_from)
        if self.issued_until:
            certificates = certificates.filter(issued_on__lte=self.issued_until)
        return certificates.filter(in_state(self.state, today)) if self.state else certificates


DAYS = ("issued_from", "issued_until")


def held_in(tops: "QuerySet[Unit]", today: date) -> Q:
    """Certificates of people who work on that day in one of the units or below."""
    below = Unit.objects.under(tops)
    return Q(Exists(Posting.objects.on(today).filter(employee=OuterRef("employee"), unit__in=below)))


def in_state(state: str, today: date) -> Q:
    """Certificates that are in a state of STATES on that day; training.rules.certificates.state, for the database."""
    ended = Q(revoked_on__lte=today)
    expired = Q(expires_on__lt=today)
    by = CertificateEvent.objects.filter(certificate=OuterRef("pk"), on=OuterRef("revoked_on"))
    replaced = Q(Exists(by.filter(kind=CertificateEvent.Kind.REISSUED)))
    superseded = Q(Exists(by.filter(kind=CertificateEvent.Kind.SUPERSEDED)))
    standing = ~ended | Q(revoked_on=None)
    return {
        "valid": standing & (~expired | Q(expires_on=None)),
        "soon": standing & Q(expires_on__range=(today, today + SOON)),
        "expired": (standing & expired) | (ended & superseded),
        "revoked": ended & ~replaced & ~superseded,
        "replaced": ended & replaced,
    }[state]
