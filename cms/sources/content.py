"""Everything that ships in content/, read and checked as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.sources.courses import CourseSource, read_course
from cms.sources.nodes import SourceError, read_file
from cms.sources.quizzes import QuizSource, read_quiz
from cms.sources.standards import StandardSource, read_standards


@dataclass(frozen=True, slots=True)
class Content:
    standards: list[StandardSource]
    quizzes: list[QuizSource]
    courses: list[CourseSource]


def read_content(root: Path) -> Content:
    """All of `root`; SourceError names the first thing that is wrong."""
    if not (root / "standards.yaml").is_file():
        raise SourceError(f"{root}: there is no standards.yaml here.")
    standards = read_standards(read_file(root / "standards.yaml", root))
    codes = {standard.code for standard in standards}
    quizzes = [read_quiz(read_file(path, root), codes) for path in sorted((root / "quizzes").glob("*.yaml"))]
    _once("question", (question.code for quiz in quizzes for question in quiz.questions))
    _once("quiz", (quiz.code for quiz in quizzes))
    courses = [
        read_course(folder, root, codes, {quiz.code for quiz in quizzes})
        for folder in sorted((root / "courses").iterdir())
        if folder.is_dir()
    ]
    _once("course", (course.code for course in courses))
    return Content(standards, quizzes, courses)


def _once(noun: str, codes: Iterable[Any]) -> None:
    seen: set[Any] = set()
    for code in codes:
        if code in seen:
            raise SourceError(f"content: there are two of {noun} {code}; every code stands for one thing.")
        seen.add(code)
