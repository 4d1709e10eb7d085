"""The gradebook of a quiz: one score a person, by the quiz's counting rule, and what they make together."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import QuerySet

from assessments import standing
from assessments.models import Attempt, AttemptItem, Counting, Question, QuestionVersion, Quiz
from assessments.results import Gradebook, Group, Selection
from people.models import Employee
from tests.conftest import Cast
from tests.factories import AT, StandardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(cast: Cast) -> Quiz:
    """Carol tried three times, Dan once; Eve works in another store. Bob has begun and not finished."""
    quiz = Quiz.objects.create(code="final", titles={"en": "Final quiz"}, pass_mark=80)
    standard = StandardFactory(code="GREET-1")
    for code in ("Q1", "Q2"):
        question = Question.objects.create(code=code, kind="marks")
        QuestionVersion.objects.create(
            question=question, number=1, wording={}, options=[], right=[], mark=1, created_at=AT
        )
    Question.objects.get(code="Q1").standards.add(standard)
    for number, (name, first, second) in enumerate(
        [("carol", "1", "0"), ("carol", "1", "1"), ("carol", "0.5", "0.25"), ("dan", "1", "0.6667"), ("eve", "0", "0")]
    ):
        sat(quiz, cast.employee(name), number, first, second)
    Attempt.objects.create(quiz=quiz, employee=cast.employee("bob"), number=1, started_at=AT, pass_mark=80)
    quiz.refresh_from_db()
    return quiz


def sat(quiz: Quiz, employee: Employee, hour: int, *marks: str) -> Attempt:
    end = AT + timedelta(hours=hour)
    percent = sum(map(Decimal, marks)) * 100 / len(marks)
    attempt = Attempt.objects.create(
        quiz=quiz, employee=employee, number=hour + 1, started_at=end, submitted_at=end, marked_at=end,
        pass_mark=80, percent=percent.quantize(Decimal("0.01")), passed=percent >= 80, elsewhere=True,
    )  # fmt: skip
    for order, (mark, version) in enumerate(zip(marks, QuestionVersion.objects.order_by("pk"), strict=True), start=1):
        AttemptItem.objects.create(
            attempt=attempt, order=order, question=version.question, version=version, mark=mark, max_mark=1
        )
    return attempt


def everybody() -> "QuerySet[Employee]":
    return Employee.objects.all()


def book(quiz: Quiz, people: "QuerySet[Employee] | None" = None, **selection: str) -> Gradebook:
    return Gradebook(quiz, everybody() if people is None else people, AT.date(), Selection(**selection))


@pytest.mark.parametrize(
    ("rule", "carol"),
    [
        (Counting.BEST, Decimal("100.00")),
        (Counting.LAST, Decimal("37.50")),
        (Counting.FIRST, Decimal("50.00")),
        (Counting.MEAN, Decimal("62.50")),
    ],
)
def test_one_score_a_person_by_the_rule_of_the_quiz(quiz: Quiz, rule: str, carol: Decimal) -> None:
    quiz.counting = rule
    gradebook = book(quiz)
    people = gradebook.shown(gradebook.people("number"))
    assert [(person.number, person.score, person.tries) for person in people] == [
        ("00002", carol, 3), ("00003", Decimal("83.34"), 1), ("00004", Decimal("0.00"), 1),
    ]  # fmt: skip
    assert (people[0].name, people[0].unit, people[0].position) == ("Carol", "湖滨店", "导购")


@pytest.mark.parametrize("rule", Counting.values)
@pytest.mark.parametrize("bar", [30, 99])
def test_who_has_passed_is_said_as_the_person_was_told_whatever_the_pass_mark_is_today(
    quiz: Quiz, rule: str, bar: int
) -> None:
    """An attempt keeps the pass mark it began with; the gradebook and the learner read the same."""
    quiz.counting, quiz.pass_mark = rule, Decimal(bar)
    quiz.save()
    told = standing.of_all(quiz, everybody())
    gradebook = book(quiz)
    assert {each.employee_id: (each.score, each.passed) for each in gradebook.shown(gradebook.people())} == {
        employee: (each.percent, each.passed) for employee, each in told.items()
    }
    passed = {employee for employee, each in told.items() if each.passed}
    assert {row["employee_id"] for row in book(quiz, passed="yes").people().iter_rows(named=True)} == passed
    assert {row["employee_id"] for row in book(quiz, passed="no").people().iter_rows(named=True)} == set(told) - passed
    assert sum(group.passed or 0 for group in gradebook.by_unit()) == len(passed)


def test_a_mean_passes_by_the_pass_mark_of_the_last_attempt(quiz: Quiz, cast: Cast) -> None:
    quiz.counting = Counting.MEAN
    sat(quiz, cast.employee("dan"), 9, "1", "0.6667")
    Attempt.objects.filter(employee=cast.employee("dan"), number=10).update(pass_mark=84)
    assert {row["number"] for row in book(quiz, passed="yes").people().iter_rows(named=True)} == set()
    Attempt.objects.filter(employee=cast.employee("dan"), number=10).update(pass_mark=Decimal("83.34"))
    assert {row["number"] for row in book(quiz, passed="yes").people().iter_rows(named=True)} == {"00003"}


def test_a_mean_is_rounded_half_away_from_zero(quiz: Quiz, cast: Cast) -> None:
    quiz.counting = Counting.MEAN
    sat(quiz, cast.employee("dan"), 9, "1", "0.6666")
    people = {row["number"]: Decimal(row["score"]) / 100 for row in book(quiz).people().iter_rows(named=True)}
    assert people["00003"] == Decimal("83.34")  # of 83.34 and 83.33


def test_people_are_sorted_searched_and_narrowed(quiz: Quiz) -> None:
    def numbers(order: str = "name", descending: bool = False, **selection: str) -> list[str]:
        return [row["number"] for row in book(quiz, **selection).people(order, descending).iter_rows(named=True)]

    assert numbers("score", descending=True) == ["00002", "00003", "00004"]
    assert numbers("score") == ["00004", "00003", "00002"]
    assert numbers("name", descending=True) == ["00004", "00003", "00002"]
    assert numbers(words="car") == ["00002"]
    assert numbers(words="0000 dan") == ["00003"]
    assert numbers(unit="S1") == ["00002", "00003"]
    assert numbers(unit="CO") == ["00002", "00003", "00004"]
    assert numbers(unit="nowhere") == []
    assert numbers(position="sales", unit="S2") == ["00004"]
    assert numbers(passed="yes") == ["00002", "00003"]
    assert numbers(passed="no") == ["00004"]


def test_results_by_unit_and_position(quiz: Quiz, cast: Cast) -> None:
    cast.employee("dan").postings.all().delete()
    assert book(quiz).by_unit() == [
        Group(cast.store.pk, "S1", "湖滨店", 1, Decimal("100.00"), 1),
        Group(cast.other_store.pk, "S2", "西溪店", 1, Decimal("0.00"), 0),
        Group(None, "", "", 1, Decimal("83.34"), 1),
    ]
    assert [(group.code, group.n, group.mean) for group in book(quiz).by_position()] == [
        ("sales", 2, Decimal("50.00")), ("", 1, Decimal("83.34")),
    ]  # fmt: skip
    assert book(quiz).mean() == Group(None, "", "", 3, Decimal("61.11"), 2)


def test_results_by_question_and_standard_are_over_all_attempts(quiz: Quiz) -> None:
    questions = book(quiz).by_question()
    assert [(each.code, each.n, each.mean) for each in questions] == [
        ("Q1", 5, Decimal("70.00")), ("Q2", 5, Decimal("38.33")),
    ]  # fmt: skip
    assert [(each.code, each.n, each.mean) for each in book(quiz).by_standard()] == [("GREET-1", 5, Decimal("70.00"))]


def test_only_the_people_one_may_see_are_in_any_of_it(quiz: Quiz) -> None:
    of_dan = book(quiz, Employee.objects.filter(employee_no="00003"))
    assert [row["number"] for row in of_dan.people().iter_rows(named=True)] == ["00003"]
    assert [group.n for group in of_dan.by_unit()] == [1]
    assert [group.n for group in of_dan.by_question()] == [1, 1]
    nobody = book(quiz, Employee.objects.none())
    assert (nobody.people().rows(), nobody.by_unit(), nobody.by_question(), nobody.mean()) == ([], [], [], None)
