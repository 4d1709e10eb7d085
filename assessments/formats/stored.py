"""Questions that are here, as specs to be written: few queries, however many there are."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from django.db.models import F, OuterRef, QuerySet, Subquery

from assessments.formats.fitting import Known
from assessments.formats.spec import Picture, Spec
from assessments.formats.texts import sources
from assessments.models import Question, QuestionPicture, QuestionVersion
from assessments.pictures import ADDRESS

BATCH = 500


def known(questions: QuerySet[Question]) -> Iterator[Known]:
    """The questions with their newest versions and the codes of what they are about; those without wording too."""
    ids = list(questions.order_by("code").values_list("pk", flat=True))
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number").values("number")[:1]
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        versions = QuestionVersion.objects.filter(question__in=part, number=Subquery(newest))
        found = {each.question_id: each for each in versions.filter(number=F("number")).select_related("question")}
        tagged = Question.objects.filter(pk__in=part).prefetch_related("standards", "competencies").in_bulk()
        for pk in part:
            if pk in found:
                question = tagged[pk]
                yield Known(
                    question=question,
                    version=found[pk],
                    standards=sorted(each.code for each in question.standards.all()),
                    competencies=sorted(each.code for each in question.competencies.all()),
                )


def specs(questions: QuerySet[Question]) -> Iterator[Spec]:
    """The questions in the order of their codes, with their pictures; marks from elsewhere are no questions."""
    for each in known(questions.exclude(kind="marks")):
        yield spec(each)


def spec(each: Known) -> Spec:
    question, version = each.question, each.version
    made = Spec(
        place=question.code,
        kind=question.kind,
        wording=deepcopy(version.wording),
        options=deepcopy(version.options),
        right=deepcopy(version.right),
        details=deepcopy(version.details),
        mark=version.mark,
        name=question.code,
        code=question.code,
        category=question.category,
        course=question.course,
        difficulty=question.difficulty,
        standards=list(each.standards),
        competencies=list(each.competencies),
    )
    made.pictures = pictures(str(texts.get("stem", "")) for texts in version.wording.values())
    return made


def pictures(stems: Iterable[str]) -> dict[str, Picture]:
    """The pictures that the stems show, under their src. No query where there are none."""
    shown: Sequence[str] = [source for stem in stems for source in sources(stem)]
    digests = {found[1]: source for source in shown if (found := ADDRESS.fullmatch(source))}
    if not digests:
        return {}
    made = {}
    for stored in QuestionPicture.objects.filter(sha256__in=digests):
        with stored.file.open("rb") as file:
            name = str(stored.file.name).rpartition("/")[2]
            made[digests[stored.sha256]] = Picture(name, file.read(), stored.media_type)
    return made
