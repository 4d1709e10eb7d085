"""A bank of questions, and what the browser sends from its editor."""

from typing import Any

from assessments.actions.questions import QuestionDraft, write
from assessments.models import Question, QuestionVersion
from assessments.views.office import question_parts
from assessments.views.office.question_form import AboutForm, TextForm
from tests.factories import AT


def make_question(code: str, stem: str = "", kind: str = "single", **about: Any) -> Question:
    """Of a single or multiple choice; its options say nothing of the others."""
    wording = {
        "en": {"stem": stem or f"What is {code}?", "options": {"a": f"Yes {code}", "b": f"No {code}"}},
        "zh-hans": {"stem": f"{code} 是什么？", "options": {"a": f"{code} 甲", "b": f"{code} 乙"}},
    }
    draft = QuestionDraft(code, kind, wording=wording, options=["a", "b"], right=["a"], **about)
    return write(None, draft, by=None, at=AT).question


def sent(kind: str, question: Question | None = None, last: QuestionVersion | None = None) -> dict[str, Any]:
    """What the editor sends if nothing is touched."""
    part = question_parts.part(kind, last)
    found: dict[str, Any] = {"base": last.number if last else "", "do": "save"}
    for form in [AboutForm(question=question, last=last), TextForm(last=last), *part.forms.values()]:
        rows = getattr(form, "forms", None)
        if rows is not None:
            found |= {f"{form.prefix}-{name}": value for name, value in form.management_form.initial.items()}
        for each in [form] if rows is None else rows:
            for field in each:
                value = field.value()
                if value not in (None, "", False, []):
                    found[field.html_name] = value if isinstance(value, list) else "on" if value is True else str(value)
    return found
