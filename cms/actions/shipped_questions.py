"""Standards, questions and quizzes from their source."""

from datetime import datetime
from functools import partial

from assessments.models import Question, QuestionVersion, Quiz, QuizItem, Standard
from cms.actions.memory import Memory, digest
from cms.sources.nodes import SourceError
from cms.sources.quizzes import QuestionSource, QuizSource
from cms.sources.standards import StandardSource


def load_standard(source: StandardSource, memory: Memory) -> None:
    wanted = digest(source.category, source.titles, source.texts, source.ours)

    def present() -> str | None:
        row = Standard.objects.filter(code=source.code).first()
        return digest(row.category, row.titles, row.texts, row.ours) if row else None

    def write() -> str:
        Standard.objects.update_or_create(
            code=source.code,
            defaults={
                "category": source.category,
                "titles": source.titles,
                "texts": source.texts,
                "ours": source.ours,
            },
        )
        return wanted

    memory.load("standards", source.code, wanted, present, write)


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
    wanted = digest(
        source.kind, source.wording, source.options, source.right, source.mark.normalize(), source.standards
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
    return digest(version.number, version.wording, version.options, version.right, version.mark.normalize())


def _add_version(source: QuestionSource, at: datetime) -> str:
    question, new = Question.objects.get_or_create(code=source.code, defaults={"kind": source.kind})
    if question.kind != source.kind:
        raise SourceError(
            f"question {source.code}: was {question.kind} and cannot become {source.kind}; give it a new code."
        )
    question.standards.set(Standard.objects.filter(code__in=source.standards))
    last = None if new else question.versions.order_by("-number").first()
    asked = {
        "wording": source.wording,
        "options": source.options,
        "right": source.right,
        "mark": source.mark,
    }
    if last is None or any(getattr(last, name) != value for name, value in asked.items()):
        QuestionVersion.objects.create(question=question, number=last.number + 1 if last else 1, created_at=at, **asked)
    return _latest(source) or ""
