"""A small course in the format of content/, for tests that change it."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml


def both(zh: Any, en: Any) -> dict[str, Any]:
    return {"zh-hans": zh, "en": deepcopy(en)}  # YAML would name the second one after the first


def standards() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "category": "reception",
            "title": both(zh, en),
            "text": both(f"{zh}。", f"{en}."),
            "ours": False,
        }
        for code, zh, en in (("GREET-1", "先问候", "Greet first"), ("NEED-1", "先问再推荐", "Ask first"))
    ]


def question(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "kind": "single",
        "mark": 1,
        "standards": ["GREET-1"],
        "stem": both("先做什么？", "What comes first?"),
        "options": [
            {"key": "a", "correct": True, "text": both("问候", "A greeting")},
            {"key": "b", "correct": False, "text": both("推荐", "An offer")},
        ],
        "feedback": both("先问候。", "Greet first."),
    }


def lesson(code: str, zh: str, en: str, standard: str) -> dict[str, Any]:
    scenario = {
        "setting": "At the door.",
        "customer": "Hello?",
        "choices": [
            {"say": "Welcome!", "reaction": "She smiles.", "why": "You spoke first.", "good": True},
            {"say": "Busy.", "reaction": "She leaves.", "why": "She felt unseen.", "good": False},
        ],
    }
    check = {
        "question": "Who speaks first?",
        "options": [
            {"text": "I do", "correct": True, "feedback": "Yes."},
            {"text": "They do", "correct": False, "feedback": "They wait for you."},
        ],
    }
    return {
        "code": code,
        "title": both(zh, en),
        "minutes": 4,
        "standards": [standard],
        "blocks": [
            {"kind": "text", **both(f"**{zh}**很要紧。", f"**{en}** matters.")},
            {"kind": "standard", "code": standard},
            {"kind": "heading", **both("怎么做", "How")},
            {
                "kind": "do_dont",
                **both({"do": ["微笑"], "dont": ["低头"]}, {"do": ["Smile"], "dont": ["Look down"]}),
            },
            {"kind": "scenario", **both(scenario, scenario), "ours": True},
            {"kind": "check", **both(check, check)},
            {"kind": "remember", **both("先开口。", "Speak first.")},
        ],
    }


def course() -> dict[str, Any]:
    return {
        "code": "greeting",
        "title": both("迎客", "Greeting"),
        "summary": both("学会先开口。", "You will speak first."),
        "minutes": 8,
        "quiz": "greeting-final",
        "lessons": ["hello", "needs"],
    }


def write(folder: Path, file: str, value: Any) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def read(folder: Path, file: str) -> Any:
    return yaml.safe_load((folder / file).read_text(encoding="utf-8"))


HELLO = "courses/greeting/lessons/01-hello.yaml"
NEEDS = "courses/greeting/lessons/02-needs.yaml"
COURSE = "courses/greeting/course.yaml"
QUIZ = "quizzes/greeting-final.yaml"


def write_all(folder: Path) -> Path:
    write(folder, "standards.yaml", standards())
    write(
        folder,
        QUIZ,
        {
            "code": "greeting-final",
            "title": both("迎客测验", "Greeting: quiz"),
            "pass_mark": 80,
            "questions": [question("GR-1"), question("GR-2")],
        },
    )
    write(folder, COURSE, course())
    write(folder, HELLO, lesson("hello", "问候", "Saying hello", "GREET-1"))
    write(folder, NEEDS, lesson("needs", "需求", "Finding out", "NEED-1"))
    return folder
