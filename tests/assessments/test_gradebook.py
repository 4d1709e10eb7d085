"""People and quizzes in one table: what counts, of whom one may see, read on record."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from assessments import gradebook
from assessments.models import Attempt, Counting, Quiz
from assessments.results import Selection
from assessments.rules.counting import Counted
from assessments.views.office import gradebook as pages
from foundation.models import Job
from people.models import Employee
from tests.budget.test_quiz_queries import cost
from tests.conftest import Cast
from tests.factories import AT, employ

pytestmark = pytest.mark.django_db
ANYBODY = Selection()


@pytest.fixture
def quizzes(cast: Cast) -> tuple[Quiz, Quiz]:
    """Carol has sat both, one of them twice; Eve of another store the second; nobody the third."""
    final = Quiz.objects.create(code="final", titles={"en": "Final quiz", "zh-hans": "结业测验"}, pass_mark=80)
    pre = Quiz.objects.create(code="pre", titles={"en": "Before"}, pass_mark=80, counting=Counting.LAST)
    Quiz.objects.create(code="unused", titles={"en": "Unused"}, pass_mark=80)
    sat(final, cast.employee("carol"), 1, "62.50")
    sat(final, cast.employee("carol"), 2, "87.50", passed=True)
    sat(pre, cast.employee("carol"), 1, "90.00", passed=True)
    sat(pre, cast.employee("carol"), 2, "12.34")
    sat(pre, cast.employee("eve"), 1, "50.00")
    Attempt.objects.create(quiz=final, employee=cast.employee("eve"), number=1, started_at=AT, pass_mark=80)
    return final, pre


def sat(quiz: Quiz, employee: Employee, number: int, percent: str, *, passed: bool = False) -> None:
    Attempt.objects.create(
        quiz=quiz, employee=employee, number=number, started_at=AT, submitted_at=AT, marked_at=AT, pass_mark=80,
        percent=Decimal(percent), passed=passed,
    )  # fmt: skip


def test_a_row_holds_what_counts_by_the_rule_of_each_quiz(cast: Cast, quizzes: tuple[Quiz, Quiz]) -> None:
    people = gradebook.people_of(Employee.objects.all(), Selection(words="carol"), AT.date())
    (row,) = gradebook.rows(people, quizzes, AT.date())
    assert (row.number, row.name, row.unit, row.position) == ("00002", "Carol", "湖滨店", "导购")
    assert row.counted == (Counted(Decimal("87.50"), True, 2, 2), Counted(Decimal("12.34"), False, 2, 2))
    (eve,) = gradebook.rows([cast.employee("eve")], quizzes, AT.date())
    assert eve.counted == (None, Counted(Decimal("50.00"), False, 1, 1))


def test_the_columns_are_the_quizzes_that_these_people_have_finished(cast: Cast, quizzes: tuple[Quiz, Quiz]) -> None:
    def codes(people: list[str], words: str = "") -> list[str]:
        numbers = [cast.employee(name).employee_no for name in people]
        return [quiz.code for quiz in gradebook.quizzes_of(Employee.objects.filter(employee_no__in=numbers), words)]

    assert codes(["carol", "eve"]) == ["final", "pre"]
    assert codes(["eve"]) == ["pre"]
    assert codes(["carol"], "结业") == codes(["carol"], "FIN quiz") == ["final"]
    assert codes(["carol"], "nothing") == codes(["dan"]) == []


def test_people_are_narrowed_and_sorted(cast: Cast) -> None:
    def numbers(order: str = "number", descending: bool = False, **selection: str) -> list[str]:
        chosen = Selection(**selection)
        found = gradebook.people_of(Employee.objects.all(), chosen, AT.date(), order, descending)
        return [each.employee_no for each in found]

    assert numbers(unit="S2") == [cast.employee("eve").employee_no]
    assert numbers(words="0000 dan", position="sales") == ["00003"]
    assert numbers("name", descending=True) == list(reversed(numbers("name")))


def test_a_trainer_reads_only_their_people_and_it_is_on_record(
    client: Client, cast: Cast, quizzes: tuple[Quiz, Quiz]
) -> None:
    client.force_login(cast.tina)
    page = client.get(reverse("gradebook:index"), {"unit": "S2"})
    assert [(row.name, row.counted) for row in page.context["rows"]] == [
        ("Eve", (None, Counted(Decimal("50.00"), False, 1, 1)))
    ]
    entry = ModelLogEntry.objects.get(action="assessments.read_gradebook")
    assert (entry.user, entry.data) == (cast.tina, {"words": "", "unit": "S2", "position": "", "quizzes": ""})
    cast.tina.grants.update(unit=cast.other_store)
    page = client.get(reverse("gradebook:index"))
    assert [row.name for row in page.context["rows"]] == ["Eve"]
    assert [quiz.code for quiz in page.context["columns"]] == ["pre"]


def test_whoever_trains_nobody_reads_nothing_and_nothing_is_on_record(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)
    assert client.get(reverse("gradebook:index")).status_code == 403
    assert client.get(reverse("gradebook:sheet")).status_code == 403
    assert not ModelLogEntry.objects.filter(action__endswith="_gradebook").exists()


def test_the_workbook_has_every_quiz_and_what_has_passed(
    client: Client, cast: Cast, quizzes: tuple[Quiz, Quiz]
) -> None:
    client.force_login(cast.tina)
    client.cookies["django_language"] = "en"
    answer = client.get(reverse("gradebook:sheet"), {"words": "carol"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    header, *rows = book.active.iter_rows(values_only=True)
    assert header[4:] == ("final Final quiz", "final: passed", "pre Before", "pre: passed")
    assert rows == [("00002", "Carol", "湖滨店", "导购", 87.5, "yes", 12.34, "no")]
    assert ModelLogEntry.objects.filter(action="assessments.export_gradebook", user=cast.tina).count() == 1


def test_the_workbook_of_many_is_made_by_a_worker(
    client: Client, cast: Cast, quizzes: tuple[Quiz, Quiz], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,
) -> None:  # fmt: skip
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    client.force_login(cast.tina)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.get(reverse("gradebook:sheet"))
    job = Job.objects.get(kind="gradebook")
    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    with job.file.open() as file:
        rows = list(load_workbook(file).active.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows if row[6] is not None] == ["00002", "00004"]


@pytest.mark.parametrize("address", ["quiz_results:index", "quiz_office:index"])
@pytest.mark.parametrize("words", ["结业", "Final qu", "fina"])
def test_quizzes_are_found_by_the_words_of_their_titles_in_either_language(
    client: Client, cast: Cast, quizzes: tuple[Quiz, Quiz], address: str, words: str
) -> None:
    client.force_login(cast.tina)
    page = client.get(reverse(address), {"q": words})
    assert [quiz.code for quiz in page.context["object_list"]] == ["final"]


def test_the_page_costs_the_same_with_two_people_and_with_twenty(
    client: Client, cast: Cast, quizzes: tuple[Quiz, Quiz]
) -> None:
    client.force_login(cast.tina)
    url = reverse("gradebook:index")
    before = cost(client, url)
    for number in range(20):
        employee = employ(f"1{number:04}", f"P{number}", cast.store)
        sat(quizzes[0], employee, 1, "70.00")
    assert cost(client, url) == before <= 26
