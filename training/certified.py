"""Who held the certificate of a course or path in a unit on a day, and who did not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from foundation.batches import batched
from people.models import Posting, Unit
from training.models import Certificate, Course, Path

BATCH = 2_000  # people


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who worked there that day, and the certificate that was in force, if one was."""

    posting: Posting
    certificate: Certificate | None

    @property
    def until(self) -> date | None:
        """Its last day: of expiry, or the one before it was ended; None if it has none."""
        if self.certificate is None:
            return None
        ended = self.certificate.revoked_on
        last = [self.certificate.expires_on, ended - timedelta(days=1) if ended else None]
        return min((day for day in last if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Roll:
    """A course or path, a day, and the units in question with everything below them."""

    thing: Course | Path
    day: date
    units: QuerySet[Unit]

    def postings(self) -> QuerySet[Posting]:
        """Everybody who worked there that day, one row each: postings never overlap. By unit and number."""
        there = Posting.objects.on(self.day).filter(unit__in=self.units)
        return there.select_related("employee", "unit", "position").order_by("unit__path", "employee__employee_no")

    def certified(self, postings: QuerySet[Posting], wanted: bool = True) -> QuerySet[Posting]:
        """Those of them who held the certificate that day; or did not."""
        held = self._certificates().filter(employee=OuterRef("employee"))
        return postings.filter(Exists(held) if wanted else ~Exists(held))

    def lines(self, postings: Iterable[Posting]) -> Iterator[Line]:
        """The postings with their certificates, at one query for each BATCH."""
        for batch in batched(postings, BATCH):
            held = self._certificates().filter(employee__in=[posting.employee_id for posting in batch])
            by_holder = {each.employee_id: each for each in held.order_by("issued_on", "pk")}
            for posting in batch:
                yield Line(posting, by_holder.get(posting.employee_id))

    def _certificates(self) -> QuerySet[Certificate]:
        what = {"path": self.thing} if isinstance(self.thing, Path) else {"course": self.thing}
        return Certificate.objects.valid_on(self.day).filter(**what).defer("credential", "design")
