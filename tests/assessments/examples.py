"""One good question of each kind, with answers and what they earn."""

from dataclasses import dataclass, field
from typing import Any

from assessments.models import Question, QuestionVersion, QuizItem
from tests.factories import AT, QuizFactory

SCENARIO_NODES = {
    "late": {"sorry": "why", "busy": "angry"},
    "why": {"check": "thanks", "guess": None},
    "angry": {"listen": "thanks", "rules": None},
    "thanks": {},
}


@dataclass(frozen=True)
class Example:
    """A definition; `perfect`: an answer with the full mark; `half`: (answer, credit with partial credit);
    `wrong`: an answer with nothing. `form`: the fields of a form that give the perfect answer."""

    kind: str
    wording: dict[str, Any]
    options: Any
    right: Any
    perfect: Any
    wrong: Any
    form: dict[str, Any]
    half: tuple[Any, str] | None = None
    details: dict[str, Any] = field(default_factory=dict)
    told: str = ""


EXAMPLES = [
    Example(
        "single",
        {"stem": "What comes first?", "options": {"a": "A greeting", "b": "A price", "c": "A bag"}},
        ["a", "b", "c"],
        ["a"],
        ["a"],
        ["b"],
        {"chosen": ["a"]},
        told="A greeting",
    ),
    Example(
        "multiple",
        {"stem": "Which are hearts?", "options": {"a": "Warm", "b": "Patient", "c": "Quick"}},
        ["a", "b", "c"],
        ["a", "b"],
        ["a", "b"],
        ["c"],
        {"chosen": ["b", "a"]},
        half=(["a"], "1/2"),
        told="Warm; Patient",
    ),
    Example(
        "true-false",
        {"stem": "A complaint is answered within a day."},
        ["true", "false"],
        ["true"],
        ["true"],
        ["false"],
        {"chosen": ["true"]},
        told="True",
    ),
    Example(
        "numeric",
        {"stem": "Within how many minutes?"},
        [],
        [{"value": "20", "tolerance": "0.5"}, {"value": "20", "tolerance": "5", "credit": "0.5"}],
        {"value": "20", "unit": "min"},
        {"value": "60", "unit": ""},
        {"value": ["２０ min"]},
        half=({"value": "17", "unit": ""}, "1/2"),
        details={"unit": "min", "units": ["分钟"]},
        told="20 min",
    ),
    Example(
        "short-text",
        {"stem": "What is the rule called?"},
        [],
        [{"text": "首问负责制"}, {"text": "first contact*"}, {"text": "*负责*", "credit": "1/3"}],
        {"text": "首问，负责制"},
        {"text": "谁都不管"},
        {"text": [" 首问，负责制 "]},
        half=({"text": "负责到底"}, "1/3"),
        told="首问，负责制",
    ),
    Example(
        "matching",
        {
            "stem": "Who does what?",
            "left": {"c": "Cashier", "g": "Greeter", "s": "Stock"},
            "right": {"1": "Till", "2": "Door", "3": "Store", "4": "Roof"},
        },
        {"left": ["c", "g", "s"], "right": ["1", "2", "3", "4"]},
        {"c": "1", "g": "2", "s": "3"},
        {"c": "1", "g": "2", "s": "3"},
        {"c": "4", "g": "4"},
        {"pair-c": ["1"], "pair-g": ["2"], "pair-s": ["3"]},
        half=({"c": "1", "g": "3"}, "1/3"),
        told="Cashier → Till; Greeter → Door; Stock → Store",
    ),
    Example(
        "ordering",
        {"stem": "In which order?", "options": {"a": "Greet", "b": "Ask", "c": "Advise"}},
        ["c", "a", "b"],
        ["a", "b", "c"],
        ["a", "b", "c"],
        ["c", "b", "a"],
        {"place-a": ["1"], "place-b": ["2"], "place-c": ["3"]},
        half=(["c", "a", "b"], "1/2"),
        told="Greet → Ask → Advise",
    ),
    Example(
        "gaps",
        {
            "stem": "Greet within [[n]] seconds, with a [[w]] and [[t]].",
            "gaps": {"w": {"x": "smile", "y": "frown"}},
        },
        {"n": {"kind": "number"}, "w": {"kind": "choice", "options": ["x", "y"]}, "t": {"kind": "text"}},
        {"n": [{"value": "10", "tolerance": "1"}], "w": ["x"], "t": [{"text": "eye contact"}]},
        {"n": "10", "w": "x", "t": "Eye contact"},
        {"n": "60", "w": "y"},
        {"gap-n": ["10"], "gap-w": ["x"], "gap-t": ["Eye contact"]},
        half=({"n": "10", "t": "nothing"}, "1/2"),
        details={"weights": {"n": "2"}},
        told="10; smile; Eye contact",
    ),
    Example(
        "scenario",
        {
            "stem": "A customer has waited.",
            "nodes": {"late": "I have waited an hour!", "why": "Why?", "angry": "Listen!", "thanks": "Thank you."},
            "replies": {
                "late": {"sorry": "I am sorry.", "busy": "We are busy."},
                "why": {"check": "Let me check.", "guess": "Perhaps traffic."},
                "angry": {"listen": "Please tell me.", "rules": "Rules are rules."},
            },
        },
        {"start": "late", "nodes": SCENARIO_NODES},
        {
            "late": {"sorry": "1", "busy": "0"},
            "why": {"check": "1", "guess": "0"},
            "angry": {"listen": "1", "rules": "0"},
        },
        [["late", "sorry"], ["why", "check"]],
        [["late", "busy"], ["angry", "rules"]],
        {"turn-late": ["sorry"], "turn-why": ["check"], "turn-angry": ["rules"]},
        half=([["late", "sorry"], ["why", "guess"]], "1/2"),
        told="I am sorry. → Let me check.",
    ),
    Example(
        "essay",
        {"stem": "What would you do?", "outline": "Looks for listening."},
        [],
        [],
        {"text": "First I listen.\nThen I act."},
        None,
        {"text": ["First I listen.\r\nThen I act.  "]},
        details={
            "words": [3, 200],
            "rubric": [{"key": "k", "texts": {"en": "Listens"}, "points": 4, "standard": "", "critical": False}],
        },
        told="First I listen. Then I act.",
    ),
]
BY_KIND = {example.kind: example for example in EXAMPLES}
MARKED_BY_RULES = [example for example in EXAMPLES if example.wrong is not None]
FILE = Example(
    "file", {"stem": "Hand in a photo of your shelf."}, [], [], None, None, {}, details={"extensions": ["jpg"]}
)


def version_of(example: Example, **changes: Any) -> QuestionVersion:
    """An unsaved version, with some of its parts put differently."""
    fields = {
        "wording": {"en": {"feedback": "Because.", **example.wording}},
        "options": example.options,
        "right": example.right,
        "details": example.details,
        "mark": 1,
    } | changes
    return QuestionVersion(question=Question(code=example.kind, kind=example.kind), number=1, **fields)


def make_mixed_quiz(code: str = "mixed", kinds: list[str] | None = None, **settings: Any):
    """A quiz with one question of each kind, or of the given kinds, in this order, 1 mark each."""
    quiz = QuizFactory(code=code, **settings)
    examples = [*EXAMPLES, FILE] if kinds is None else [{**BY_KIND, "file": FILE}[kind] for kind in kinds]
    for order, example in enumerate(examples, start=1):
        question = Question.objects.create(code=f"{code}-{order}-{example.kind}", kind=example.kind)
        version = version_of(example)
        version.question, version.created_at = question, AT
        version.save()
        QuizItem.objects.create(quiz=quiz, question=question, order=order)
    return quiz
