"""Questions and quizzes from their source."""

from datetime import datetime
from functools import partial

from assessments.models import Question, QuestionVersion, Quiz, QuizItem, Standard
from cms.actions.memory import Memory, digest
from cms.sources.nodes import SourceError
from cms.sources.questions import QuestionSource
from cms.sources.quizzes import QuizSource


def load_quiz(source: QuizSource, memory: Memory, *, at: datetime) -> None:
    """The quiz asks its questions in the order of the file."""
    for question in source.questions:
        load_question(question, memory, at=at)
    codes = [question.code for question in source.questions]
    wanted = digest(source.titles, source.pass_mark.normalize(), codes)

    def present() -> str | None:
        quiz = Quiz.objects.filter(code=source.code).first()
        if quiz is None:
            return None
        asked = quiz.items.order_by("order").values_list("question__code", flat=True)
        return digest(quiz.titles, quiz.pass_mark.normalize(), list(asked))

    def write() -> str:
        quiz = Quiz.objects.update_or_create(
            code=source.code, defaults={"titles": source.titles, "pass_mark": source.pass_mark}
        )[0]
        questions = Question.objects.in_bulk(codes, field_name="code")
        quiz.items.all().delete()
        QuizItem.objects.bulk_create(
            QuizItem(quiz=quiz, question=questions[code], order=order) for order, code in enumerate(codes, start=1)
        )
        return present() or ""

    memory.load("quizzes", source.code, wanted, present, write)


def load_question(source: QuestionSource, memory: Memory, *, at: datetime) -> None:
    """A changed source becomes a new version: what people answered keeps the wording they saw."""
    about = [source.standards, source.course, source.difficulty]
    wanted = digest(
        source.kind, source.wording, source.options, source.right, source.details, source.mark.normalize(), about
    )
    memory.load("questions", source.code, wanted, partial(_latest, source), partial(_add_version, source, at))


def _latest(source: QuestionSource) -> str | None:
    version = (
        QuestionVersion.objects.filter(question__code=source.code)
        .select_related("question")
        .order_by("-number")
        .first()
    )
    if version is None:
        return None
    details = [version.details] if version.details else []  # as it was told before there were details
    return digest(version.number, version.wording, version.options, version.right, version.mark.normalize(), *details)


def _add_version(source: QuestionSource, at: datetime) -> str:
    question, new = Question.objects.get_or_create(code=source.code, defaults={"kind": source.kind})
    if question.kind != source.kind:
        raise SourceError(
            f"question {source.code}: was {question.kind} and cannot become {source.kind}; give it a new code."
        )
    question.course, question.difficulty = source.course, source.difficulty
    question.save(update_fields=["course", "difficulty"])
    question.standards.set(Standard.objects.filter(code__in=source.standards))
    last = None if new else question.versions.order_by("-number").first()
    asked = {
        "wording": source.wording,
        "options": source.options,
        "right": source.right,
        "details": source.details,
        "mark": source.mark,
    }
    if last is None or any(getattr(last, name) != value for name, value in asked.items()):
        QuestionVersion.objects.create(question=question, number=last.number + 1 if last else 1, created_at=at, **asked)
    return _latest(source) or ""
