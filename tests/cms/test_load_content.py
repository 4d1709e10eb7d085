"""The shipped content comes in once, follows its source, and never overwrites what people made of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Revision, Site

from assessments.models import Question, QuestionVersion, Quiz, Standard
from cms.models import AcademyPage, CoursePage, LessonPage, ShippedContent
from tests.cms import sources
from tests.cms.conftest import course_page, lesson_page
from training.models import Course, Lesson

Load = Callable[[], str]


def test_a_first_load_publishes_everything_in_both_languages(academy: Course) -> None:
    assert {page.language for page in CoursePage.objects.live()} == {"zh-hans", "en"}
    assert LessonPage.objects.live().count() == 4
    assert all(page.live_revision_id == page.latest_revision_id for page in LessonPage.objects.all())
    assert course_page("en").translation_key == course_page().translation_key
    assert academy.titles == {"zh-hans": "迎客", "en": "Greeting"}
    assert academy.summaries["en"] == "You will speak first."
    assert (academy.minutes, academy.quiz.code, academy.published) == (8, "greeting-final", True)
    hello = Lesson.objects.get(code="hello")
    assert hello.titles == {"zh-hans": "问候", "en": "Saying hello"}
    assert [standard.code for standard in hello.standards.all()] == ["GREET-1"]
    quiz = Quiz.objects.get(code="greeting-final")
    assert [item.question.code for item in quiz.items.all()] == ["GR-1", "GR-2"]
    version = QuestionVersion.objects.get(question__code="GR-1")
    assert version.right == ["a"]
    assert version.wording["en"]["options"] == {"a": "A greeting", "b": "An offer"}


def test_the_site_begins_at_the_academy_and_the_welcome_page_is_gone(academy: Course) -> None:
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.specific == AcademyPage.objects.get(locale__language_code="zh-hans")
    assert not Page.objects.filter(slug="home").exists()


def test_a_second_load_changes_nothing_and_asks_little(load: Load, academy: Course) -> None:
    before = (Revision.objects.count(), QuestionVersion.objects.count(), Page.objects.count())
    with CaptureQueriesContext(connection) as queries:
        said = load()
    assert said == (
        "standards: created 0, updated 0, unchanged 2\n"
        "standard pages: created 0, updated 0, unchanged 4\n"
        "questions: created 0, updated 0, unchanged 2\n"
        "quizzes: created 0, updated 0, unchanged 1\n"
        "pages: created 0, updated 0, unchanged 6\n"
        "lesson orders: created 0, updated 0, unchanged 1\n"
    )
    assert (Revision.objects.count(), QuestionVersion.objects.count(), Page.objects.count()) == before
    assert len(queries) < 40


def test_a_changed_lesson_is_published_anew(load: Load, content: Path, academy: Course) -> None:
    source = sources.read(content, sources.HELLO)
    source["title"]["en"] = "Say hello first"
    sources.write(content, sources.HELLO, source)
    assert "pages: created 0, updated 1, unchanged 5\n" in load()
    assert lesson_page(language="en").title == "Say hello first"
    assert lesson_page().revisions.count() == 1
    assert lesson_page(language="en").revisions.count() == 2
    assert Lesson.objects.get(code="hello").titles["en"] == "Say hello first"


def test_a_trainers_edit_is_kept_and_said(load: Load, content: Path, academy: Course) -> None:
    page = lesson_page(language="en")
    page.title = "Our hello"
    page.save_revision().publish()
    source = sources.read(content, sources.HELLO)
    source["title"]["en"] = "Theirs"
    sources.write(content, sources.HELLO, source)
    said = load()
    assert "pages: created 0, updated 0, unchanged 5, kept 1\n" in said
    assert "kept greeting/hello (en)" in said
    assert lesson_page(language="en").title == "Our hello"


def test_an_unpublished_draft_of_a_trainer_is_kept_too(load: Load, content: Path, academy: Course) -> None:
    page = lesson_page(language="en")
    page.title = "Half written"
    draft = page.save_revision()
    source = sources.read(content, sources.HELLO)
    source["minutes"] = 6
    sources.write(content, sources.HELLO, source)
    sources.write(content, sources.COURSE, {**sources.course(), "minutes": 10})
    assert "updated 1, unchanged 4, kept 1" in load()
    page.refresh_from_db()
    assert page.latest_revision_id == draft.pk


def test_a_page_taken_down_or_deleted_stays_so(load: Load, content: Path, academy: Course) -> None:
    lesson_page().unpublish()
    lesson_page("needs").delete()
    for file in (sources.HELLO, sources.NEEDS):
        source = sources.read(content, file)
        source["title"]["zh-hans"] += "！"
        sources.write(content, file, source)
    assert "kept 2" in load()
    assert not lesson_page().live
    assert not LessonPage.objects.filter(lesson__code="needs", locale__language_code="zh-hans").exists()


def test_a_changed_question_becomes_a_new_version(load: Load, content: Path, academy: Course) -> None:
    quiz = sources.read(content, sources.QUIZ)
    quiz["questions"][0]["stem"]["en"] = "What is first?"
    sources.write(content, sources.QUIZ, quiz)
    assert "questions: created 0, updated 1, unchanged 1\n" in load()
    versions = list(Question.objects.get(code="GR-1").versions.all())
    assert [version.number for version in versions] == [1, 2]
    assert [version.wording["en"]["stem"] for version in versions] == ["What comes first?", "What is first?"]


def test_a_question_keeps_its_kind(load: Load, content: Path, academy: Course) -> None:
    quiz = sources.read(content, sources.QUIZ)
    quiz["questions"][0]["kind"] = "multiple"
    sources.write(content, sources.QUIZ, quiz)
    with pytest.raises(CommandError, match="GR-1: was single and cannot become multiple; give it a new code"):
        load()
    assert QuestionVersion.objects.count() == 2


def test_a_standard_edited_by_hand_is_kept(load: Load, content: Path, academy: Course) -> None:
    Standard.objects.filter(code="GREET-1").update(category="ours")
    changed = sources.standards()
    changed[0]["category"] = "theirs"
    changed[1]["category"] = "needs"
    changed[1]["title"]["en"] = "Ask before you offer"
    sources.write(content, "standards.yaml", changed)
    said = load()
    assert "standards: created 0, updated 1, unchanged 0, kept 1\n" in said
    assert Standard.objects.get(code="GREET-1").category == "ours"
    assert Standard.objects.get(code="NEED-1").titles["en"] == "Ask before you offer"


def test_lessons_follow_the_order_of_the_source(load: Load, content: Path, academy: Course) -> None:
    sources.write(content, sources.COURSE, {**sources.course(), "lessons": ["needs", "hello"]})
    load()
    assert [lesson.code for lesson in Lesson.objects.filter(course=academy)] == ["needs", "hello"]


def test_the_shipped_content_loads(db: None) -> None:
    call_command("load_content", verbosity=0)
    course = Course.objects.get(code="reception-etiquette")
    lessons = Lesson.objects.filter(course=course)
    assert lessons.count() == 7
    assert course.minutes == 44
    assert Quiz.objects.get(code="reception-etiquette-final").items.count() >= 8
    taught = LessonPage.objects.live().filter(lesson__in=lessons)
    assert {(page.lesson.code, page.language) for page in taught} == {
        (lesson.code, language) for lesson in lessons for language in dict(settings.LANGUAGES)
    }
    kinds = {block.block_type for page in taught for block in page.body}
    assert {"steps", "do_dont", "scenario", "check"} <= kinds


def change(file: str, value: Any, *keys: Any) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        source = node = sources.read(folder, file)
        for key in keys[:-1]:
            node = node[key]
        if value is None:
            del node[keys[-1]]
        else:
            node[keys[-1]] = value
        sources.write(folder, file, source)

    return apply


def garble(file: str, raw: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / file).write_bytes(raw) and None


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            change(sources.HELLO, None, "blocks", 3, "en"),
            f"content/{sources.HELLO}, blocks, no. 4: en is missing.",
        ),
        (
            change(sources.HELLO, "quiz", "blocks", 0, "kind"),
            f"content/{sources.HELLO}, blocks, no. 1: kind must be one of text, heading, steps, do_dont, "
            "scenario, check, dialogue, flip_cards, checklist, remember, standard, not quiz.",
        ),
        (
            change(sources.HELLO, ["Smile", "Nod"], "blocks", 3, "en", "do"),
            f"content/{sources.HELLO}, blocks, no. 4: the languages differ in shape: as many entries, the "
            "same ids, and the right ones in the same places, are needed.",
        ),
        (
            change(sources.HELLO, False, "blocks", 4, "en", "choices", 0, "good"),
            f"content/{sources.HELLO}, blocks, no. 5, en, choices: at least one must be good.",
        ),
        (
            change(sources.HELLO, True, "blocks", 5, "en", "options", 1, "correct"),
            f"content/{sources.HELLO}, blocks, no. 6, en, options: exactly one must be correct.",
        ),
        (
            change(sources.HELLO, "a *slanted* word", "blocks", 0, "en"),
            f"content/{sources.HELLO}, blocks, no. 1, en: em cannot be shown in a lesson; use paragraphs, "
            "bold and lists.",
        ),
        (
            change(sources.HELLO, ["GREET-9"], "standards"),
            f"content/{sources.HELLO}, standards: there is no standard GREET-9; add it to standards.yaml first.",
        ),
        (
            change(sources.HELLO, ["NEED-1", "GREET-1"], "standards"),
            f"content/{sources.HELLO}, standards: NEED-1 is listed but no block shows it.",
        ),
        (
            change(sources.HELLO, "soon", "minutes"),
            f"content/{sources.HELLO}, minutes: must be a whole number from 1 to 120.",
        ),
        (
            change(sources.COURSE, 9, "minutes"),
            f"content/{sources.COURSE}, minutes: must be 8, what the lessons take together.",
        ),
        (
            change(sources.COURSE, ["hello"], "lessons"),
            f"content/{sources.COURSE}, lessons: must name every lesson of the folder once: hello, needs.",
        ),
        (
            change(sources.COURSE, "none-such", "quiz"),
            f"content/{sources.COURSE}, quiz: there is no quiz none-such in content/quizzes.",
        ),
        (
            change(sources.QUIZ, True, "questions", 1, "options", 1, "correct"),
            f"content/{sources.QUIZ}, questions, no. 2, options: exactly one must be correct.",
        ),
        (
            change(sources.QUIZ, "GR-1", "questions", 1, "code"),
            "content: there are two of question GR-1; every code stands for one thing.",
        ),
        (
            garble("standards.yaml", b"- code: [A\n- b: 1\n"),
            "content/standards.yaml, line 2: is not valid YAML (did not find expected ',' or ']').",
        ),
        (
            garble(sources.HELLO, "标题: 早".encode("gb18030")),
            f"content/{sources.HELLO}: is not UTF-8 text. Save it as UTF-8.",
        ),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    load: Load, content: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(content)
    with pytest.raises(CommandError) as refused:
        load()
    assert str(refused.value) == sentence
    assert not Standard.objects.exists()
    assert not CoursePage.objects.exists()
    assert not ShippedContent.objects.exists()
