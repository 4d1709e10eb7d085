"""Questions of the bank as a file of another format."""

from datetime import date

from django.db.models import QuerySet

from assessments.formats import WRITTEN
from assessments.formats.spec import Written
from assessments.formats.stored import specs
from assessments.models import Question

EXPORT = "question-export"


def written(questions: QuerySet[Question], name: str, language: str) -> Written:
    """The newest versions of the questions as a file, in the order of their codes; `name`: one of WRITTEN."""
    write = WRITTEN[name].write
    assert write is not None
    return write(specs(questions), language)


def file_name(name: str, language: str, today: date) -> str:
    """questions-zh-hans-2026-11-24.xml"""
    said = "" if WRITTEN[name].languages else f"-{language}"
    return f"questions{said}-{today:%Y-%m-%d}.{WRITTEN[name].ending}"
