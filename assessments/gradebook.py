"""People and quizzes as one table: what counts for each of the people at each of the quizzes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from assessments.models import Attempt, Quiz
from assessments.results import Selection, narrowed
from assessments.rules import counting
from assessments.rules.counting import Counted, Try
from people.models import Employee, Posting

ORDERS = {"name": ("name", "employee_no"), "number": ("employee_no",)}


@dataclass(frozen=True, slots=True)
class Row:
    """One of the people: where they work today, and what counts at each quiz; None where they have finished none."""

    employee_id: int
    number: str
    name: str
    unit: str
    position: str
    counted: tuple[Counted | None, ...]


def quizzes_of(people: "QuerySet[Employee]", words: str = "") -> list[Quiz]:
    """The quizzes that one of `people` has finished and that say all of `words` in code or title, by their codes."""
    finished = Attempt.objects.filter(
        quiz=OuterRef("pk"), submitted_at__isnull=False, percent__isnull=False, employee__in=people
    )
    found = Quiz.objects.filter(Exists(finished)).order_by("code")
    for word in words.split():
        said = Q(code__icontains=word)
        for language, _name in settings.LANGUAGES:
            said |= Q(**{f"titles__{language}__icontains": word})
        found = found.filter(said)
    return list(found)


def people_of(
    people: "QuerySet[Employee]", selection: Selection, today: date, order: str = "number", descending: bool = False
) -> "QuerySet[Employee]":
    """Those of `people` whom the selection means; whether they passed is no part of it."""
    chosen = narrowed(people, selection, today)
    return chosen.order_by(*(OrderBy(F(path), descending=descending) for path in ORDERS[order]))


def rows(people: Iterable[Employee], quizzes: Sequence[Quiz], today: date) -> list[Row]:
    """The table of these people: two queries, whatever its size."""
    people = list(people)
    ids = [person.pk for person in people]
    postings = Posting.objects.on(today).filter(employee__in=ids).select_related("unit", "position")
    posted = {posting.employee_id: posting for posting in postings}
    counted = _counted(ids, quizzes)
    return [_row(person, posted.get(person.pk), quizzes, counted) for person in people]


def _counted(employees: Sequence[int], quizzes: Sequence[Quiz]) -> dict[tuple[int, int], Counted | None]:
    """By employee and quiz."""
    finished = Attempt.objects.filter(
        quiz__in=[quiz.pk for quiz in quizzes],
        employee__in=employees,
        submitted_at__isnull=False,
        percent__isnull=False,
    ).order_by()
    tries: dict[tuple[int, int], list[Try]] = {}
    for employee, quiz, number, percent, pass_mark, passed in finished.values_list(
        "employee_id", "quiz_id", "number", "percent", "pass_mark", "passed"
    ):
        known: Any = percent  # the query leaves out whatever has none
        tries.setdefault((employee, quiz), []).append(Try(number, known, pass_mark, bool(passed)))
    rules = {quiz.pk: quiz.counting for quiz in quizzes}
    return {key: counting.counted(rules[key[1]], each) for key, each in tries.items()}


def _row(
    person: Employee,
    posting: Posting | None,
    quizzes: Sequence[Quiz],
    counted: dict[tuple[int, int], Counted | None],
) -> Row:
    return Row(
        employee_id=person.pk,
        number=person.employee_no,
        name=person.name,
        unit=posting.unit.name if posting else "",
        position=posting.position.name if posting else "",
        counted=tuple(counted.get((person.pk, quiz.pk)) for quiz in quizzes),
    )
