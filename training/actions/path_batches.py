"""Paths given and taken in batches: each a short transaction of its own, so that others can write in between.

Everything here can be interrupted and run again: what is done already is found done.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from foundation import notifications
from people.models import Employee
from training import reasons
from training.audiences import PathDraft
from training.models import Audience, Enrolment, Path, PathAssignment, PathStep
from training.rules import paths as rules

BATCH = 5_000  # people in one transaction

ASSIGNMENT = "path_id employee_id position_id unit_id by_hand starts_on served_days assigned_at".split()
ENROLMENT = "employee_id course_id round reason path_id assigned_at opens_on due_on".split()

Row = tuple[Any, ...]


class Arrival(NamedTuple):
    """Somebody who comes onto a path, with the posting that is the reason for it."""

    employee: int
    position: int | None
    unit: int | None
    hired_on: date
    newcomer: bool


class Member(NamedTuple):
    """Somebody on a path."""

    assignment: int
    employee: int
    starts_on: date


class PathChangedError(Exception):
    """The path was changed while it was being assigned."""


@dataclass(frozen=True)
class Giving:
    """One path on its way to people: what to give, when, and the version of the path that says so."""

    path: Path
    draft: PathDraft
    at: datetime

    @cached_property
    def today(self) -> date:
        return localdate(self.at)

    @cached_property
    def moment(self) -> Any:
        """`at` as the database takes it."""
        return connection.ops.adapt_datetimefield_value(self.at)

    def lock(self) -> None:
        """Keep the path as it is for the length of the transaction; PathChangedError if it is another one by now."""
        version = Path.objects.select_for_update().values_list("version", flat=True).get(pk=self.path.pk)
        if version != self.path.version:
            raise PathChangedError


def batches(rows: QuerySet[Any, Any], key: str) -> Iterator[list[Any]]:
    """The rows by their key (the first of each row), so many at a time, each batch asked for anew."""
    last = 0
    while batch := list(rows.filter(**{f"{key}__gt": last}).order_by(key)[:BATCH]):
        last = batch[-1] if isinstance(batch[-1], int) else batch[-1][0]
        yield batch


@transaction.atomic
def bring(giving: Giving, arrivals: Sequence[Arrival], *, by_hand: bool = False) -> int:
    """Put people onto the path and give them its required courses; how many were not on it before."""
    giving.lock()
    people = [each.employee for each in arrivals]
    on_it = set(
        PathAssignment.objects.filter(path=giving.path, employee__in=people, ended_at=None).values_list(
            "employee", flat=True
        )
    )
    new = [each for each in arrivals if each.employee not in on_it]
    _insert(PathAssignment, ASSIGNMENT, [_assignment(giving, each, by_hand) for each in new])
    fresh = PathAssignment.objects.filter(
        path=giving.path, employee__in=[each.employee for each in new], ended_at=None, completed_at=None
    )
    members = [Member(*row) for row in fresh.values_list("pk", "employee", "starts_on").order_by("pk")]
    _enrol(giving, members, adopt=True)
    _tell(giving, members)
    return len(new)


@transaction.atomic
def supply(giving: Giving, members: Sequence[Member]) -> int:
    """Give people who are on the path what it asks for and they do not have; how many people that were."""
    giving.lock()
    _enrol(giving, members, adopt=False)
    return len(members)


def _assignment(giving: Giving, each: Arrival, by_hand: bool) -> Row:
    newcomer = each.newcomer and giving.draft.audience == Audience.NEW
    starts_on = rules.start(newcomer=newcomer, hired_on=each.hired_on, assigned_on=giving.today)
    served = max((giving.today - each.hired_on).days, 0)
    return (giving.path.pk, each.employee, each.position, each.unit, by_hand, starts_on, served, giving.moment)


def _enrol(giving: Giving, members: Sequence[Member], adopt: bool) -> None:
    """Give the required courses of the path to people on it. An elective becomes theirs when they choose it.

    A current round stands: a completed one counts as done; an open one keeps its reason and its due date, and gets
    the path's if it has none (`adopt`). Where every round was withdrawn, the next begins.
    """
    rounds = _rounds([member.employee for member in members], [step.course for step in giving.draft.steps])
    rows: list[Row] = []
    undated: dict[date, list[int]] = defaultdict(list)
    dates = {start: _dates(giving, start) for start in {member.starts_on for member in members}}
    for assignment, employee, starts_on in members:
        for step, opens_on, due_on in dates[starts_on]:
            last = rounds.get((employee, step.course))
            if last is not None and last.stands:
                if last.undated and due_on is not None:
                    undated[due_on].append(last.undated)
            elif not step.elective:
                number = last.round + 1 if last else 1
                reason = reasons.of_path(assignment)
                row = (employee, step.course, number, reason, giving.path.pk, giving.moment, opens_on, due_on)
                rows.append(row)
    _insert(Enrolment, ENROLMENT, rows)
    if adopt:
        for due_on, found in undated.items():
            Enrolment.objects.filter(pk__in=found).update(due_on=due_on, path=Coalesce("path", giving.path.pk))


def _dates(giving: Giving, starts_on: date) -> list[tuple[rules.Step, date | None, date | None]]:
    return [
        (step, rules.opens_on(step, starts_on), rules.due_on(step, starts_on, giving.today))
        for step in giving.draft.steps
    ]


class _Round(NamedTuple):
    round: int  # the last one
    stands: bool  # any round that was not withdrawn
    undated: int  # the open one, if it has no due date; else 0


def _rounds(people: Sequence[int], courses: Sequence[int]) -> dict[tuple[int, int], _Round]:
    """What these people have of these courses already."""
    found: dict[tuple[int, int], _Round] = {}
    rows = Enrolment.objects.filter(employee__in=people, course__in=courses).order_by("round")
    fields = ("pk", "employee_id", "course_id", "round", "due_on", "completed_at", "withdrawn_at")
    for pk, employee, course, number, due_on, completed_at, withdrawn_at in rows.values_list(*fields):
        before = found.get((employee, course), _Round(0, False, 0))
        stands = withdrawn_at is None
        undated = pk if stands and completed_at is None and due_on is None else 0
        found[employee, course] = _Round(number, before.stands or stands, undated or before.undated)
    return found


@transaction.atomic
def release(giving: Giving, assignments: Sequence[int]) -> int:
    """End assignments: what nobody began is withdrawn, what was begun stays; how many were ended."""
    giving.lock()
    ending = PathAssignment.objects.filter(pk__in=assignments, ended_at=None)
    people = list(ending.values_list("employee", flat=True))
    given = Enrolment.objects.filter(path=giving.path, employee__in=people, completed_at=None, withdrawn_at=None)
    given.exclude(reason__startswith=reasons.PATH).update(path=None, due_on=None)  # the day was the path's, not theirs
    ended = ending.update(ended_at=giving.at)
    _withdraw(Enrolment.objects.untouched().filter(path=giving.path, employee__in=people), giving.at)
    return ended


@transaction.atomic
def withdraw(giving: Giving, enrolments: Sequence[int]) -> int:
    """Withdraw enrolments that the path no longer asks for, if still nobody has begun them; how many were."""
    giving.lock()
    return _withdraw(Enrolment.objects.untouched().filter(pk__in=enrolments), giving.at)


def _withdraw(enrolments: QuerySet[Enrolment], at: datetime) -> int:
    """What another path of the same person requires as well goes over to that path."""
    elsewhere = PathStep.objects.filter(
        group="",
        course=OuterRef("course"),
        path__assignments__employee=OuterRef("employee"),
        path__assignments__ended_at=None,
        path__assignments__completed_at=None,
    ).exclude(path=OuterRef("path"))
    moved = list(enrolments.filter(Exists(elsewhere)))
    _move(moved, at)
    return enrolments.exclude(pk__in=[row.pk for row in moved]).update(withdrawn_at=at)


def _move(enrolments: Sequence[Enrolment], at: datetime) -> None:
    """Hand enrolments over to the other path that requires their course, with its reason and its days."""
    assignments = PathAssignment.objects.filter(
        employee__in=[row.employee_id for row in enrolments], ended_at=None, completed_at=None
    ).order_by("-pk")
    own = defaultdict(list)
    for each in assignments.prefetch_related("path__steps"):
        own[each.employee_id].append(each)
    for row in enrolments:
        assignment, step = next(
            (each, step)
            for each in own[row.employee_id]
            for step in each.path.steps.all()
            if each.path_id != row.path_id and step.course_id == row.course_id and not step.group
        )
        found = rules.Step(step.course_id, wait_days=step.wait_days, due_days=step.due_days)
        row.path_id, row.reason = assignment.path_id, reasons.of_path(assignment.pk)
        row.opens_on = rules.opens_on(found, assignment.starts_on)
        row.due_on = rules.due_on(found, assignment.starts_on, localdate(at))
    Enrolment.objects.bulk_update(enrolments, ["path", "reason", "opens_on", "due_on"], batch_size=500)


def _tell(giving: Giving, members: Sequence[Member]) -> None:
    users = Employee.objects.filter(pk__in=[member.employee for member in members], user__isnull=False)
    notifications.notify(
        users.values_list("user", flat=True),
        "training.path",
        key=f"path:{giving.path.pk}:{giving.today}",
        at=giving.at,
        values={"path": giving.draft.titles},
        url=reverse("training:path", args=[giving.path.code]),
    )


def _insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """One prepared statement for all rows. A row that came into being meanwhile is left as it is."""
    if not rows:
        return
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    into = quote(model._meta.db_table)
    statement = f"INSERT INTO {into} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
