"""A single course of the shipped content: real lessons without the time that all of them take."""

import shutil
from io import StringIO
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management import call_command

from cms.bodies import blocks_of, parts_of
from cms.models import LessonPage

RECEPTION = "reception-etiquette"


def load_course(folder: Path, code: str = RECEPTION) -> None:
    """Load one shipped course with its quiz and the standards both name, from a copy made in `folder`."""
    call_command("load_content", "--from", str(copy_course(folder, code)), stdout=StringIO())


def copy_course(folder: Path, code: str) -> Path:
    content, copy = settings.BASE_DIR / "content", folder / "content"
    shutil.copytree(content / "courses" / code, copy / "courses" / code)
    (copy / "quizzes").mkdir()
    quiz = shutil.copy(content / "quizzes" / f"{code}-final.yaml", copy / "quizzes")
    named = set()
    for lesson in (copy / "courses" / code / "lessons").glob("*.yaml"):
        named |= set(yaml.safe_load(lesson.read_text())["standards"])
    for question in yaml.safe_load(Path(quiz).read_text())["questions"]:
        named |= set(question["standards"])
    standards = [each for each in yaml.safe_load((content / "standards.yaml").read_text()) if each["code"] in named]
    (copy / "standards.yaml").write_text(yaml.safe_dump(standards, allow_unicode=True, sort_keys=False))
    return copy


def studied(page: LessonPage) -> dict[str, str]:
    """The form of a lesson's page without scripts, everything answered: at every turn a reply that leads on."""
    answers = {
        f"{part.id}.{turn}": str(next((n for n, leads in enumerate(replies) if leads is None or leads > turn), 0))
        for part in parts_of(blocks_of(page.body))
        for turn, replies in enumerate(part.turns)
    }
    return {"language": page.language, "revision": str(page.live_revision_id), "whole": "1", **answers}
