"""Writing a rubric in the back office."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.models import Rubric
from tests.factories import StandardFactory
from tests.training.sessions import make_rubric

pytestmark = pytest.mark.django_db


def form(*rows, code="greeting", **fields):
    """What the browser sends: a row is a Chinese text, points, and whatever else it says."""
    sent = {
        "text_zh-hans": "接待实操", "text_en": "Reception practical", "code": code, "pass_mark": "75",
        "criteria-TOTAL_FORMS": str(len(rows)), "criteria-INITIAL_FORMS": "0", "criteria-MAX_NUM_FORMS": "30",
        **fields,
    }  # fmt: skip
    for number, row in enumerate(rows):
        sent |= {f"criteria-{number}-{name}": value for name, value in row.items()}
    return sent


def row(text, points="3", **more):
    return {"text_zh-hans": text, "points": points, **more}


def test_a_rubric_is_written_with_its_criteria_in_order(client, cast):
    StandardFactory()
    client.force_login(cast.tina)
    sent = form(
        row("先问候", standard="GREET-1", critical="on", text_en="Greets first"), row("", "3"), row("问需求", "4")
    )
    assert client.post(reverse("rubrics:new"), sent).status_code == 302
    rubric = Rubric.objects.get()
    assert (rubric.code, rubric.titles["en"], str(rubric.pass_mark)) == ("greeting", "Reception practical", "75.00")
    first, second = rubric.criteria
    assert first["texts"] == {"zh-hans": "先问候", "en": "Greets first"}
    assert (first["points"], first["standard"], first["critical"]) == (3, "GREET-1", True)
    assert (second["texts"], second["points"], second["standard"], second["critical"]) == (
        {"zh-hans": "问需求"},
        4,
        "",
        False,
    )
    assert first["key"] != second["key"]
    assert ModelLogEntry.objects.filter(action="assessments.create_rubric").count() == 1


def test_a_criterion_keeps_its_key_when_it_is_reworded_and_one_is_removed(client, cast):
    rubric = make_rubric()
    client.force_login(cast.tina)
    sent = form(
        row("问候", key="greet", text_en="Greets"),
        row("记录", key="note", DELETE="on"),
        row("询问", "2", key="ask"),
        **{"criteria-INITIAL_FORMS": "3"},
    )
    assert client.post(reverse("rubrics:rubric", args=[rubric.pk]), sent).status_code == 302
    rubric.refresh_from_db()
    assert [(each["key"], each["points"]) for each in rubric.criteria] == [("greet", 3), ("ask", 2)]
    assert rubric.code == "watched"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (form(row("", "3")), "at least one criterion"),
        (form(row("先问候", "0")), "greater than or equal to 1"),
        (form(row("先问候"), **{"text_zh-hans": ""}), "This field is required"),
        (form(row("先问候"), code="watched"), "exists already"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(client, cast, sent, sentence):
    make_rubric()
    client.force_login(cast.tina)
    response = client.post(reverse("rubrics:new"), sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Rubric.objects.count() == 1


def test_the_list_costs_the_same_with_two_rubrics_and_with_twenty(client, cast, django_assert_max_num_queries):
    client.force_login(cast.tina)
    for number in range(20):
        make_rubric(f"rubric-{number}")
    with django_assert_max_num_queries(20):
        page = client.get(reverse("rubrics:index")).content.decode()
    assert "rubric-19" in page
