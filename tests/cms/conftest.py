from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cms.models import CoursePage, LessonPage
from tests.cms import sources
from training.models import Course


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sources.write_all(tmp_path / "content")


@pytest.fixture
def load(content: Path, db: None) -> Callable[[], str]:
    """Loads the small course and returns what the command said."""

    def run() -> str:
        said = StringIO()
        call_command("load_content", "--from", str(content), stdout=said)
        return said.getvalue()

    return run


@pytest.fixture(scope="module")
def shelf(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The small course for all tests of a module, loaded once: every test is rolled back to here, and the last one
    further. A test closes the connection at its end; here that would be the end of everything, so it stays open.
    """
    folder = sources.write_all(tmp_path_factory.mktemp("shelf") / "content")
    with django_db_blocker.unblock(), patch.object(connection, "close"), transaction.atomic():
        call_command("load_content", "--from", str(folder), stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def academy(request: pytest.FixtureRequest, db: None) -> Course:
    """The small course; from the shelf of its module, if that has one."""
    if "shelf" not in request.fixturenames:
        request.getfixturevalue("load")()
    return Course.objects.get(code="greeting")


def course_page(language: str = "zh-hans") -> CoursePage:
    return CoursePage.objects.get(course__code="greeting", locale__language_code=language)


def lesson_page(code: str = "hello", language: str = "zh-hans") -> LessonPage:
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)


def all_done(page: LessonPage, *, but: str = "") -> dict[str, str]:
    """The form of a lesson's page without scripts: the first reply everywhere but in blocks of kind `but`."""
    parts = {block.id: block.block_type for block in page.body if block.block_type != but}
    answers = {f"{id}.0": "0" for id, kind in parts.items() if kind in ("check", "scenario", "dialogue")}
    return {"language": page.language, "revision": str(page.live_revision_id), "whole": "1", **answers}
