"""Which standards the demo chain has signed, which KPIs feel them, and one that has changed."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from assessments.actions.standards import latest_revisions, revise
from assessments.models import Standard
from people.models import Employee, Position, User
from scorecards.demo.people import CAST
from scorecards.models import Kpi
from training.actions import changes
from training.actions.sign_off import sign
from training.models import Change, Meaning

TO_SIGN = {"HEART-1": (), "CALM-1": (), "TIME-2": ("fh-sales", "fh-front", "fh-tech", "fh-store")}
FELT_BY = {
    "fh-satisfaction": ("HEART-1", "GREET-1", "NEED-1"),
    "fh-complaints": ("CALM-1", "TIME-1"),
    "fh-on-time": ("TIME-1", "TIME-2"),
}
CHANGED, MINUTES = "TIME-2", 20
WHY = {
    "zh-hans": "多了一个时限：最迟 20 分钟由人答复，复杂的也不超过 30 分钟。",
    "en": "It has a clock now: a person replies within 20 minutes at the latest, 30 where it is complex.",
}


def uphold(at: datetime, seed: int = 5) -> None:
    """Name who signs what, let most of the first stores sign, and change one standard since."""
    standards = {each.code: each for each in Standard.objects.filter(code__in=TO_SIGN)}
    if len(standards) < len(TO_SIGN):
        return
    with transaction.atomic():
        _ask(standards)
        _sign(standards, at - timedelta(days=20), random.Random(seed))
        _change(standards[CHANGED], at - timedelta(days=2))
        for kpi, codes in FELT_BY.items():
            Kpi.objects.get(code=kpi).standards.set(Standard.objects.filter(code__in=codes))


def _ask(standards: dict[str, Standard]) -> None:
    trainer = Employee.objects.filter(employee_no=CAST["trainer"][0]).first()
    for code, positions in TO_SIGN.items():
        standards[code].must_sign, standards[code].owner = True, trainer
        standards[code].save()
        standards[code].positions.set(Position.objects.filter(code__in=positions))


def _sign(standards: dict[str, Standard], at: datetime, dice: random.Random) -> None:
    """In the first two stores nearly everybody; the newcomer has signed one of them."""
    revisions = latest_revisions(standard.pk for standard in standards.values())
    newcomer = CAST["employee"][0]
    staff = Employee.objects.filter(employee_no__regex="^600[12]").order_by("employee_no")
    for employee in staff:
        for code, standard in standards.items():
            signs = code == "HEART-1" if employee.employee_no == newcomer else dice.random() < 0.85
            if signs:
                moment = at + timedelta(minutes=dice.randrange(0, 6 * 24 * 60))
                sign(employee, revisions[standard.pk], "zh-hans", moment)


def _change(standard: Standard, at: datetime) -> None:
    """It gets a clock, and everybody is to sign again within the fortnight."""
    standard.respond_minutes = MINUTES
    standard.save()
    (revision,) = revise([standard], at=at)
    change = Change.objects.get(revision=revision)
    trainer = User.objects.get(username=CAST["trainer"][0])
    due_on = localdate(at) + timedelta(days=14)
    changes.decide(change.pk, Meaning.SIGN, explanation=WHY, due_on=due_on, by=trainer, at=at)
    changes.apply(change.pk, at=at, progress=lambda done, total: None)
