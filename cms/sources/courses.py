from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.sources.blocks import bodies
from cms.sources.nodes import LANGUAGES, Node, SourceError, read_file
from cms.sources.standards import known


@dataclass(frozen=True, slots=True)
class LessonSource:
    code: str
    titles: dict[str, str]
    minutes: int
    bodies: dict[str, list[dict[str, Any]]]  # language → blocks, the standards by code


@dataclass(frozen=True, slots=True)
class CourseSource:
    code: str
    titles: dict[str, str]
    summaries: dict[str, str]
    quiz: str | None
    valid_months: int | None
    lessons: list[LessonSource]


def read_course(folder: Path, root: Path, standards: set[str], quizzes: set[str]) -> CourseSource:
    if not (folder / "course.yaml").is_file():
        raise SourceError(f"{folder.relative_to(root.parent)}: there is no course.yaml in this folder.")
    node = read_file(folder / "course.yaml", root)
    node.expect(["code", "title", "summary", "minutes", "lessons"], ["quiz", "valid_months"])
    code = node["code"].code()
    if "quiz" in node.value and node["quiz"].code() not in quizzes:
        node["quiz"].fail(f"there is no quiz {node.value['quiz']} in content/quizzes.")
    files = [read_file(path, root) for path in sorted((folder / "lessons").glob("*.yaml"))]
    found = {lesson.code: lesson for lesson in (read_lesson(file, code, standards) for file in files)}
    if sorted(node["lessons"].codes()) != sorted(found) or len(found) != len(files):
        node["lessons"].fail(f"must name every lesson of the folder once: {', '.join(found)}.")
    course = CourseSource(
        code=code,
        titles=node["title"].worded(200),
        summaries=node["summary"].worded(400),
        quiz=node.value.get("quiz"),
        valid_months=node["valid_months"].whole(1, 1200) if "valid_months" in node.value else None,
        lessons=[found[lesson] for lesson in node["lessons"].codes()],
    )
    minutes = sum(lesson.minutes for lesson in course.lessons)
    if node["minutes"].whole(0, 10_000) != minutes:
        node["minutes"].fail(f"must be {minutes}, what the lessons take together.")
    return course


def read_lesson(node: Node, course: str, standards: set[str]) -> LessonSource:
    node.expect(["code", "title", "minutes", "standards", "blocks"])
    code = node["code"].code()
    found = bodies(node["blocks"], f"{course}/{code}")
    shown = [block["value"] for block in found[LANGUAGES[0]] if block["type"] == "standard"]
    listed = known(node["standards"], standards)
    for standard in {*shown} ^ {*listed}:
        node["standards"].fail(
            f"{standard} is listed but no block shows it."
            if standard in listed
            else f"{standard} is shown by a block but not listed."
        )
    return LessonSource(code, node["title"].worded(200), node["minutes"].whole(1, 120), found)
