"""A lesson page costs at most ten queries, whatever its blocks and links."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import LessonPage
from tests.cms import sources
from tests.conftest import Cast
from tests.factories import AT, StandardFactory
from training.actions.enrolments import enrol
from training.models import Course

BUDGET = 10


@pytest.fixture
def hello(tmp_path: Path, db: None) -> LessonPage:
    call_command("load_content", "--from", str(sources.write_all(tmp_path / "content")), verbosity=0)
    return LessonPage.objects.get(lesson__code="hello", locale__language_code="en")


@pytest.fixture
def cost(client: Client, cast: Cast, hello: LessonPage) -> Callable[[], int]:
    """How many queries the lesson costs an enrolled learner who comes back to it."""
    enrol(cast.employee("carol"), Course.objects.get(), by=None, at=AT)
    client.force_login(cast.carol)
    client.get("/learn/greeting/hello/")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/learn/greeting/hello/").status_code == 200
        return len(queries)

    return count


def fill(page: LessonPage, times: int) -> None:
    """`times` texts with links to every page, and as many different standards."""
    targets = LessonPage.objects.values_list("pk", flat=True)
    links = "".join(f'<a linktype="page" id="{pk}">x</a>' for pk in targets)
    body: list[dict[str, Any]] = []
    for number in range(times):
        body.append({"type": "text", "value": {"ours": False, "text": f"<p>{links}</p>"}})
        body.append({"type": "standard", "value": StandardFactory(code=f"S-{number}").pk})
        body.append({"type": "heading", "value": f"Part {number}"})
    page.body = json.dumps(body)
    page.save_revision().publish()


def test_a_lesson_stays_within_its_budget_whatever_it_holds(hello: LessonPage, cost: Callable[[], int]) -> None:
    fill(hello, 2)
    few = cost()
    fill(hello, 20)
    assert cost() == few
    assert few <= BUDGET


def test_a_course_page_costs_the_same_with_more_lessons(
    client: Client, hello: LessonPage, cost: Callable[[], int]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/learn/greeting/")
        return len(queries)

    few = count()
    for number in range(10):
        parent = hello.get_parent()
        parent.add_child(instance=LessonPage(title=f"More {number}", slug=f"more-{number}")).save_revision().publish()
    assert count() == few
