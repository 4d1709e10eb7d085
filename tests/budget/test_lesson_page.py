"""A lesson page costs at most ten queries, the first opening included, whatever its blocks, files and links."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import LessonPage
from tests.cms import sources
from tests.cms.bodies import every_kind
from tests.conftest import Cast
from tests.factories import AT
from training.actions.enrolments import enrol
from training.models import Course, LessonProgress

BUDGET = 10
HELLO = "/learn/greeting/hello/"


@pytest.fixture
def hello(tmp_path: Path, db: None) -> LessonPage:
    cache.clear()  # Wagtail remembers pictures there that other tests have cut
    call_command("load_content", "--from", str(sources.write_all(tmp_path / "content")), verbosity=0)
    return LessonPage.objects.get(lesson__code="hello", locale__language_code="en")


@pytest.fixture
def carol(client: Client, cast: Cast, hello: LessonPage) -> Client:
    enrol(cast.employee("carol"), Course.objects.get(), by=None, at=AT)
    client.force_login(cast.carol)
    return client


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(page: LessonPage, times: int) -> None:
    """Every kind of block `times` over, with different standards, files and pictures, and links to every page."""
    page.body = json.dumps(every_kind(times))
    page.save_revision().publish()


def test_the_first_opening_stays_within_the_budget(carol: Client, hello: LessonPage) -> None:
    fill(hello, 3)
    assert queries(carol, HELLO) <= BUDGET
    assert LessonProgress.objects.count() == 1


def test_a_lesson_costs_the_same_whatever_it_holds(carol: Client, hello: LessonPage) -> None:
    fill(hello, 2)
    carol.get(HELLO)
    few = queries(carol, HELLO)
    fill(hello, 10)
    assert queries(carol, HELLO) == few <= BUDGET


def test_a_manager_who_learns_pays_no_more(carol: Client, cast: Cast, hello: LessonPage) -> None:
    fill(hello, 2)
    enrol(cast.employee("bob"), Course.objects.get(), by=None, at=AT)
    carol.force_login(cast.bob)
    assert queries(carol, HELLO) <= BUDGET


def test_a_course_page_costs_the_same_with_more_lessons(carol: Client, hello: LessonPage) -> None:
    few = queries(carol, "/learn/greeting/")
    for number in range(10):
        parent = hello.get_parent()
        parent.add_child(instance=LessonPage(title=f"More {number}", slug=f"more-{number}")).save_revision().publish()
    assert queries(carol, "/learn/greeting/") == few
