"""The people on a path as a table: whom one may see, how far each is, and the same as a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from openpyxl import Workbook

from foundation.data.cells import escaped
from foundation.jobs import Progress
from people.models import Employee, Posting, Role, Unit
from training.models import Enrolment, Path, PathAssignment
from training.paths import MyPath, where

ROLES = (Role.TRAINER, Role.HR)  # who looks after paths
EXPORT = "training.export_path"
AT_ONCE = 1_000  # people whose standing is looked up together


def people_of(user: Any) -> QuerySet[Employee]:
    """The people below one's grants as a trainer or HR."""
    return Employee.objects.visible_to(user, roles=ROLES)


def members_of(path: Path, user: Any, today: date) -> QuerySet[PathAssignment]:
    """Those on the path whom `user` looks after, each with the posting of the day."""
    postings = Posting.objects.on(today).select_related("unit", "position")
    members = PathAssignment.objects.filter(path=path, ended_at=None, employee__in=people_of(user))
    return members.select_related("path", "employee").prefetch_related(
        Prefetch("employee__postings", postings, to_attr="current")
    )


def in_unit(members: QuerySet[PathAssignment], unit: Unit, today: date) -> QuerySet[PathAssignment]:
    """Those posted on that day to the unit, or below it."""
    return members.filter(employee__in=Employee.objects.in_units(Unit.objects.under([unit]), today))


def in_state(members: QuerySet[PathAssignment], state: str, today: date) -> QuerySet[PathAssignment]:
    """`under-way`, `late` (a course of the path is), `completed` or `by-hand`; everybody for any other word."""
    match state:
        case "under-way":
            return members.filter(completed_at=None)
        case "completed":
            return members.filter(completed_at__isnull=False)
        case "by-hand":
            return members.filter(by_hand=True)
        case "late":
            late = Enrolment.objects.current().filter(
                employee=OuterRef("employee"),
                course__steps__path=OuterRef("path"),
                completed_at=None,
                due_on__lt=today,
            )
            return members.filter(Exists(late), completed_at=None)
    return members


def named(members: QuerySet[PathAssignment], words: str) -> QuerySet[PathAssignment]:
    """Those whose name or number has `words` in it."""
    return members.filter(Q(employee__name__icontains=words) | Q(employee__employee_no__icontains=words))


def with_standing(members: Iterable[PathAssignment], today: date) -> Iterator[tuple[PathAssignment, MyPath]]:
    """Each with how far they are, at three queries for every thousand."""
    rows = iter(members)
    while some := list(islice(rows, AT_ONCE)):
        yield from zip(some, where(some, today), strict=True)


def state_of(mine: MyPath) -> str:
    """How somebody stands, in a few words."""
    if mine.completed_at:
        return _("completed on %(day)s") % {"day": localdate(mine.completed_at)}
    every = [*mine.steps, *(step for group in mine.groups for step in group.steps)]
    late = sum(1 for step in every if step.late)
    if late:
        return ngettext("%(count)s course is late", "%(count)s courses are late", late) % {"count": late}
    return _("under way") if mine.done or any(step.begun for step in every) else _("not begun")


def workbook(members: QuerySet[PathAssignment], today: date, progress: Progress | None = None) -> bytes:
    """The table as an XLSX file. What a cell holds is never taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    who = [pgettext("person", "Name"), _("Number"), _("Unit"), _("Position")]
    sheet.append([*who, _("Since"), _("Done"), _("Courses asked for"), _("State")])
    total = members.count() if progress else 0
    for number, (member, mine) in enumerate(with_standing(members.iterator(chunk_size=AT_ONCE), today), start=1):
        if progress:
            progress(number, total)
        posting = member.employee.posting
        texts = (
            member.employee.name,
            member.employee.employee_no,
            posting.unit.name if posting else "",
            posting.position.name if posting else "",
        )
        sheet.append([*map(escaped, texts), member.starts_on, mine.done, mine.needed, state_of(mine)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
