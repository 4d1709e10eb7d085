from dataclasses import dataclass
from decimal import Decimal

from cms.sources.nodes import Node
from cms.sources.questions import QuestionSource, read_question

FINAL = "-final"  # how the code of a course's closing quiz ends


@dataclass(frozen=True, slots=True)
class QuizSource:
    code: str
    titles: dict[str, str]
    pass_mark: Decimal
    questions: list[QuestionSource]


def read_quiz(node: Node, standards: set[str]) -> QuizSource:
    """The questions of COURSE-final belong to that course."""
    node.expect(["code", "title", "pass_mark", "questions"])
    code = node["code"].code()
    course = code.removesuffix(FINAL) if code.endswith(FINAL) else ""
    return QuizSource(
        code,
        node["title"].worded(200),
        node["pass_mark"].number(0, 100),
        [read_question(item, standards, course) for item in node["questions"].items(least=1)],
    )
