"""When somebody may begin a quiz, and until when what they answer counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.gates import Hold
from assessments.models import Accommodation, Attempt, Quiz, QuizPurpose
from assessments.rules import openings as rules
from assessments.rules.openings import Allowance, Hours
from people.models import Employee


@dataclass(frozen=True, slots=True)
class Used:
    """The attempts of somebody at a quiz that were sat here: how many, and when the last was handed in."""

    count: int
    ended_at: datetime | None


def hold(quiz: Quiz, employee: Employee, at: datetime, *, code: str = "") -> Hold | None:
    """The first reason of the quiz itself why `employee` cannot begin it at `at`; None if the way is free.

    What `shut` says, then, for a supervised quiz without a `code`, that a code is needed. Whether the code is right,
    `sitting_codes.redeem` says. Three queries at most.
    """
    return shut(quiz, employee, at) or (Hold(_needs_code()) if quiz.supervised and not code.strip() else None)


def shut(quiz: Quiz, employee: Employee, at: datetime, sat: Used | None = None) -> Hold | None:
    """The same, codes aside: sat elsewhere, empty, not open yet, closed, no attempt left, still to wait.

    `sat`: `used`, where it is known already.
    """
    sentence = _not_asked(quiz) or _outside_hours(quiz, at) or _attempts(quiz, sat or used(quiz, employee), at)
    return Hold(sentence) if sentence else None


def deadline(quiz: Quiz, employee: Employee, started_at: datetime) -> datetime | None:
    """After which nothing counts of a sitting begun at `started_at`; None if nothing ends it.

    The time limit, or what is left until closing if that is shorter, stretched by the person's accommodation; their
    break is on top of a limit. One query at most.
    """
    if quiz.minutes is None and quiz.closes_at is None:
        return None
    return rules.deadline(started_at, minutes=quiz.minutes, closes_at=quiz.closes_at, allowance=allowance(employee))


def limit(quiz: Quiz, employee: Employee) -> timedelta | None:
    """How long `employee` may take, accommodation included; None without a limit. One query at most."""
    return None if quiz.minutes is None else rules.limit(quiz.minutes, allowance(employee))


def allowance(employee: Employee) -> Allowance:
    """What the person is granted in every quiz."""
    found = Accommodation.objects.filter(employee=employee).first()
    return Allowance(found.time_factor, timedelta(minutes=found.break_minutes)) if found else Allowance()


def used(quiz: Quiz, employee: Employee) -> Used:
    """The attempts at `quiz` that `employee` has handed in here; what was loaded from elsewhere uses up nothing."""
    sat = Attempt.objects.filter(quiz=quiz, employee=employee, elsewhere=False, submitted_at__isnull=False)
    row = sat.order_by().aggregate(count=Count("pk"), ended=Max("submitted_at"))
    return Used(row["count"], row["ended"])


def next_begin(quiz: Quiz, last_end: datetime | None) -> datetime | None:
    """From when one may begin again, by the wait between attempts; None: at any time."""
    return rules.next_begin(last_end, timedelta(hours=quiz.wait_hours))


def moment(at: datetime) -> str:
    """A date with the time, in the reader's language and the product's time zone."""
    return date_format(localtime(at), "Y-m-d H:i")


def _not_asked(quiz: Quiz) -> str:
    if quiz.purpose == QuizPurpose.ELSEWHERE:
        return _("This quiz is taken in another system. Only its marks are kept here.")
    if not quiz.items.exists() and not quiz.draws.exists():
        return _("This quiz has no questions yet. Your trainer is still writing it.")
    return ""


def _outside_hours(quiz: Quiz, at: datetime) -> str:
    hours = Hours(quiz.opens_at, quiz.closes_at)
    if quiz.opens_at is not None and hours.before(at):
        return _("This quiz opens on %(time)s.") % {"time": moment(quiz.opens_at)}
    if quiz.closes_at is not None and hours.over(at):
        return _("This quiz closed on %(time)s. Ask your trainer if you still need it.") % {
            "time": moment(quiz.closes_at)
        }
    return ""


def _attempts(quiz: Quiz, sat: Used, at: datetime) -> str:
    if rules.attempts_left(quiz.attempts_allowed, sat.count) == 0:
        return _("You have used all your attempts at this quiz. Ask your trainer if you need another.")
    again = next_begin(quiz, sat.ended_at)
    if again is not None and at < again:
        return _("You can try again from %(time)s. Until then, read once more what was right and why.") % {
            "time": moment(again)
        }
    return ""


def _needs_code() -> str:
    return _("This quiz is taken under supervision. Your trainer gives you a code to begin with.")
