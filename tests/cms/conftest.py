from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

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


@pytest.fixture
def academy(load: Callable[[], str]) -> Course:
    load()
    return Course.objects.get(code="greeting")


def course_page(language: str = "zh-hans") -> CoursePage:
    return CoursePage.objects.get(course__code="greeting", locale__language_code=language)


def lesson_page(code: str = "hello", language: str = "zh-hans") -> LessonPage:
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)
