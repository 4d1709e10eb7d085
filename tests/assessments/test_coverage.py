"""The coverage map shows where each standard is taught, tested, observed and measured, and where it is not."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from assessments import coverage
from assessments.models import Standard
from scorecards.models import Kpi
from tests.factories import KpiFactory, StandardFactory, grant, make_course, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def greeting():
    standard = StandardFactory(code="GREET-1", category="reception")
    quiz = make_quiz("final", singles=1, multiples=0)
    quiz.questions.get().standards.add(standard)
    lesson = make_course("reception", lessons=1).lessons.get()
    lesson.standards.add(standard)
    KpiFactory(code="csat", name="Satisfaction").standards.add(standard)
    return standard


@pytest.fixture
def bare():
    return StandardFactory(code="BAG-1", category="till", titles={"en": "Bags"})


def uses(standard):
    with override("zh-hans"):
        found = coverage.rows([standard])[0].uses
    return {kind: [(use.text, use.url) for use in uses] for kind, uses in found.items()}


def test_every_use_is_found_with_its_address(greeting):
    kpi = Kpi.objects.get()
    assert uses(greeting) == {
        "taught": [("接待礼仪 · 第1课", "/learn/reception/lesson-1/")],
        "tested": [("final-1 · 结业测验", "/quizzes/final/")],
        "observed": [],
        "measured": [("Satisfaction", f"/admin/kpis/{kpi.pk}/")],
    }


def test_what_nobody_can_read_teaches_nothing(greeting):
    greeting.lessons.update(published=False)
    row = coverage.rows([greeting])[0]
    assert [kind.name for kind in row.gaps] == ["taught", "observed"]


def test_another_floor_can_say_where_it_is_observed(greeting, bare, monkeypatch):
    providers = {kind: list(found) for kind, found in coverage._providers.items()}
    monkeypatch.setattr(coverage, "_providers", providers)

    def observed(standards):
        return {greeting.pk: [coverage.Use("Visit form 1, item 3")]}

    coverage.add_use(coverage.OBSERVED, observed)
    coverage.add_use(coverage.OBSERVED, observed)
    assert uses(greeting)["observed"] == [("Visit form 1, item 3", "")]
    assert uses(bare)["observed"] == []


def test_the_map_marks_gaps_in_words_and_opens_its_counts(client, cast, greeting, bare):
    client.force_login(cast.tina)
    page = client.get(reverse("coverage:index")).content.decode()
    assert f'href="/admin/coverage/{greeting.pk}/#taught"' in page
    assert "no lesson" in page
    assert "no visit item" in page
    opened = client.get(reverse("coverage:standard", args=[greeting.pk])).content.decode()
    assert 'href="/learn/reception/lesson-1/"' in opened
    assert 'href="/quizzes/final/"' in opened


def test_the_map_can_be_narrowed(client, cast, greeting, bare, monkeypatch):
    client.force_login(cast.tina)

    def shown(query=""):
        return [row.standard.code for row in client.get(f"/admin/coverage/{query}").context["rows"]]

    assert shown() == ["GREET-1", "BAG-1"]
    assert shown("?category=till") == ["BAG-1"]
    monkeypatch.setitem(coverage._providers, "observed", [lambda standards: {greeting.pk: [coverage.Use("item")]}])
    assert shown("?gaps=1") == ["BAG-1"]
    assert shown("?gaps=1&category=reception") == []


def test_the_workbook_has_the_same_rows(client, cast, greeting, bare):
    client.force_login(cast.tina)
    response = client.get("/admin/coverage/coverage.xlsx?category=reception")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:5] == ["Code", "Title", "Category", "Taught", "Taught: where"]
    assert rows[1] == [
        "GREET-1", "Greet first", "Reception", 1, "Reception etiquette · Lesson 1", 1, "final-1 · Final quiz",
        0, None, 1, "Satisfaction", "no visit item",
    ]  # fmt: skip
    assert len(rows) == 2


def test_a_kpi_names_its_standards(client, cast, bare):
    kpi = KpiFactory(code="csat")
    client.force_login(cast.tina)
    url = reverse("kpis:kpi", args=[kpi.pk])
    assert "BAG-1" in client.get(url).content.decode()
    assert client.post(url, {"standards": [bare.pk]}).status_code == 302
    assert list(kpi.standards.all()) == [bare]
    client.post(url, {})
    assert not kpi.standards.exists()


def test_quality_reads_the_kpi_and_does_not_change_it(client, cast, bare):
    kpi = KpiFactory(code="csat")
    grant(cast.dan, "quality", cast.company)
    client.force_login(cast.dan)
    url = reverse("kpis:kpi", args=[kpi.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"standards": [bare.pk]}).status_code == 403
    assert not kpi.standards.exists()


def test_the_map_costs_the_same_with_two_standards_and_with_twenty(client, cast):
    client.force_login(cast.tina)
    quiz = make_quiz("final", singles=10, multiples=10)
    questions = list(quiz.questions.all())
    lessons = list(make_course("reception", lessons=20).lessons.all())

    def cover(numbers):
        for n in numbers:
            standard = StandardFactory(code=f"S-{n}", category=f"c{n % 3}")
            questions[n].standards.add(standard)
            lessons[n].standards.add(standard)
            KpiFactory(code=f"k-{n}").standards.add(standard)

    cover(range(2))
    client.get(reverse("coverage:index"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("coverage:index"))
    cover(range(2, 20))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("coverage:index"))
    assert Standard.objects.count() == 20
    assert len(many) == len(few)
