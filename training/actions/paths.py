"""Giving learning paths to whoever their rules name, and taking them from whoever they no longer name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from foundation import audit, jobs
from foundation.models import Job, JobState
from people.models import Posting, User
from training.actions import path_batches
from training.actions.path_batches import Arrival, Giving, Member
from training.actions.path_people import complete_all
from training.audiences import PathDraft, draft_of, dropped, entering, lacking, leaving
from training.models import Enrolment, Path, PathAssignment

ASSIGN, FOLLOW = "training.assign_path", "training.follow_rules"
LOST = timedelta(hours=6)  # what has waited longer than that was forgotten by the queue


@dataclass(frozen=True, slots=True)
class Preview:
    """What assigning a path would do to people: to be counted, and to be named page by page."""

    entering: QuerySet[Posting, Any]  # who would come onto it, by the posting that is the reason
    leaving: QuerySet[PathAssignment]  # who would lose it
    lacking: QuerySet[PathAssignment]  # who is on it and would be given courses that are new in it
    dropped: QuerySet[Enrolment]  # courses nobody has begun that it would no longer ask for


@dataclass(frozen=True, slots=True)
class Outcome:
    gained: int = 0  # people who came onto the path
    lost: int = 0  # people who lost it
    given: int = 0  # people on it who were given courses that they lacked
    dropped: int = 0  # enrolments taken back, because the path no longer has their course
    completed: int = 0  # people who turned out to have done everything already

    def __bool__(self) -> bool:
        return any((self.gained, self.lost, self.given, self.dropped, self.completed))


def preview(draft: PathDraft, today: date) -> Preview:
    """Who would gain and who would lose what, if the draft were saved and assigned today. Writes nothing."""
    gone = leaving(draft, today)
    return Preview(
        entering(draft, today).select_related("employee", "unit", "position").order_by("employee__employee_no"),
        gone.select_related("employee", "unit", "position").order_by("employee__employee_no"),
        lacking(draft).exclude(pk__in=gone.values("pk")),
        dropped(draft).exclude(employee__in=gone.values("employee")),
    )


def apply(path: Path, *, at: datetime, by: User | None = None, progress: jobs.Progress | None = None) -> Outcome:
    """Give the path to everybody its rules name today, and take it from whoever they no longer name.

    In batches; interrupted anywhere, it can be run again and goes on. Run twice, the second run writes nothing.
    Chosen by hand is chosen by hand: rules neither give nor take that. Raises PathChangedError if the path is changed
    meanwhile; whoever changes it has it assigned anew.
    """
    draft, today = draft_of(path), localdate(at)
    giving = Giving(path, draft, at)
    losses, gains, lacks, drops = leaving(draft, today), entering(draft, today), lacking(draft), dropped(draft)
    tell = _counter(progress, lambda: losses.count() + gains.count() + lacks.count())
    outcome = Outcome(
        lost=sum(
            tell(path_batches.release(giving, batch))
            for batch in path_batches.batches(losses.values_list("pk", flat=True), "pk")
        ),
        dropped=sum(
            path_batches.withdraw(giving, batch)
            for batch in path_batches.batches(drops.values_list("pk", flat=True), "pk")
        ),
        given=sum(
            tell(path_batches.supply(giving, [Member(*row) for row in batch]))
            for batch in path_batches.batches(lacks.values_list("pk", "employee_id", "starts_on"), "pk")
        ),
        gained=sum(
            tell(path_batches.bring(giving, [Arrival(*row) for row in batch]))
            for batch in path_batches.batches(gains.values_list(*ARRIVAL), "employee_id")
        ),
        completed=complete_all(giving),
    )
    if outcome:
        audit.record(by, "training.assign_path", path, gained=outcome.gained, lost=outcome.lost, given=outcome.given)
    return outcome


ARRIVAL = ("employee_id", "position_id", "unit_id", "employee__hired_on", "newcomer")


def _counter(progress: jobs.Progress | None, total: Callable[[], int]) -> Callable[[int], int]:
    """A function that adds to the progress and hands its number on."""
    if progress is None:
        return lambda count: count
    all_of_them, done = total(), 0

    def tell(count: int) -> int:
        nonlocal done
        done = min(done + count, all_of_them)
        progress(done, all_of_them)
        return count

    return tell


def follow_rules(*, at: datetime, progress: jobs.Progress | None = None) -> Outcome:
    """Apply every path that is switched on: people were hired, moved, left, or time went by."""
    total = Outcome()
    paths = list(Path.objects.filter(active=True))
    for number, path in enumerate(paths):
        if progress:
            progress(number, len(paths))
        try:
            each = apply(path, at=at)
        except path_batches.PathChangedError:
            continue  # whoever changed it has it assigned anew
        total = Outcome(
            total.gained + each.gained,
            total.lost + each.lost,
            total.given + each.given,
            total.dropped + each.dropped,
            total.completed + each.completed,
        )
    return total


def queue(path: Path, *, by: User | None, at: datetime) -> Job:
    """Have a worker apply the path as it is now; what waits or runs for this version already is not queued twice."""
    arguments = {"path": path.pk, "version": path.version}
    return jobs.start_once(ASSIGN, _("Assign the path “%(path)s”") % {"path": path}, by=by, at=at, arguments=arguments)


@transaction.atomic
def queue_following(*, at: datetime) -> Job | None:
    """Have a worker follow the rules of all paths. At most one such job waits; without a path there is none.

    One that runs already does not count: it may have passed by whoever has just been moved.
    """
    if Path.objects.select_for_update().filter(active=True).order_by("pk").first() is None:
        return None
    waiting = Job.objects.filter(kind=FOLLOW, state=JobState.WAITING, created_at__gte=at - LOST).first()
    title = _("Follow the rules of the learning paths")
    return waiting or jobs.start(FOLLOW, title, by=None, at=at, arguments={})
