"""Writing questions: versions, two authors at once, and what is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from assessments.actions.question_bulk import BulkChange, apply, look, restore, retire
from assessments.actions.question_pictures import PictureRefused, keep
from assessments.actions.questions import QuestionChanged, QuestionDraft, QuestionRefused, write
from assessments.models import Question, QuestionPicture, QuestionVersion
from assessments.pictures import address
from tests.assessments.pictures import png
from tests.factories import AT, CompetencyFactory, StandardFactory

pytestmark = pytest.mark.django_db

WORDING = {
    "en": {"stem": "What comes first?", "options": {"a": "A greeting", "b": "A price"}, "feedback": "Always."},
    "zh-hans": {"stem": "先做什么？", "options": {"a": "问候", "b": "报价"}, "feedback": "总是如此。"},
}
DRAFT = QuestionDraft("GREET-1-01", "single", wording=WORDING, options=["a", "b"], right=["a"])


def reworded(stem: str, **changes) -> QuestionDraft:
    wording = {**WORDING, "en": {**WORDING["en"], "stem": stem}}
    return replace(DRAFT, wording=wording, **changes)


def refusal(draft, question=None) -> list[tuple[str, str]]:
    with pytest.raises(QuestionRefused) as refused:
        write(question, draft, by=None, at=AT)
    return [(problem.path, problem.sentence) for problem in refused.value.problems]


def acts() -> list[str]:
    """What the history says of this app."""
    return list(ModelLogEntry.objects.filter(action__startswith="assessments.").values_list("action", flat=True))


def test_a_new_question_is_written_with_all_that_it_is_about(cast):
    StandardFactory()
    CompetencyFactory()
    about = {"standards": ["GREET-1"], "competencies": ["selling"], "course": "reception", "difficulty": "easy"}
    version = write(None, replace(DRAFT, **about, category="Door"), by=cast.tina, at=AT)
    question = Question.objects.get()
    assert (version.question, version.number, version.created_by, version.created_at) == (question, 1, cast.tina, AT)
    assert (question.course, question.difficulty, question.category) == ("reception", "easy", "Door")
    assert [each.code for each in question.standards.all()] == ["GREET-1"]
    assert [each.code for each in question.competencies.all()] == ["selling"]
    assert acts() == ["assessments.write_question"]


def test_the_same_draft_again_changes_nothing(cast):
    first = write(None, DRAFT, by=cast.tina, at=AT)
    assert write(None, DRAFT, by=cast.tina, at=AT) == first
    assert write(first.question, DRAFT, by=cast.tina, at=AT) == first
    assert QuestionVersion.objects.count() == 1
    assert acts() == ["assessments.write_question"]


def test_an_edit_is_a_new_version_and_the_old_one_stays(cast):
    first = write(None, DRAFT, by=cast.tina, at=AT)
    second = write(first.question, reworded("What is first?", note="Shorter"), by=cast.tina, at=AT)
    assert (second.number, second.note) == (2, "Shorter")
    first.refresh_from_db()
    assert first.wording["en"]["stem"] == "What comes first?"
    entry = ModelLogEntry.objects.get(action="assessments.change_question")
    assert entry.data["changed"] == ["wording.en"]


def test_another_tag_is_no_new_version(cast):
    first = write(None, DRAFT, by=cast.tina, at=AT)
    assert write(first.question, replace(DRAFT, difficulty="hard"), by=cast.tina, at=AT) == first
    assert Question.objects.get().difficulty == "hard"
    assert ModelLogEntry.objects.get(action="assessments.tag_question").data["changed"] == ["difficulty"]


def test_who_began_from_an_older_version_is_told_and_nothing_is_written(cast):
    question = write(None, DRAFT, by=cast.tina, at=AT).question
    write(question, reworded("What is first?", base=1), by=cast.alice, at=AT)
    with pytest.raises(QuestionChanged) as changed:
        write(question, reworded("Which comes first?", base=1, difficulty="hard"), by=cast.tina, at=AT)
    assert changed.value.newest == 2
    assert "version 2" in str(changed.value)
    assert question.versions.count() == 2
    assert Question.objects.get().difficulty == ""


def test_the_same_change_twice_from_the_same_page_is_one(cast):
    question = write(None, DRAFT, by=cast.tina, at=AT).question
    second = write(question, reworded("What is first?", base=1), by=cast.tina, at=AT)
    assert write(question, reworded("What is first?", base=1), by=cast.tina, at=AT) == second


def test_a_code_that_another_question_has_is_refused(cast):
    write(None, DRAFT, by=cast.tina, at=AT)
    assert refusal(reworded("Something else?")) == [
        ("code", "There is a question with the code GREET-1-01 already. Choose another code.")
    ]
    assert QuestionVersion.objects.count() == 1


def test_a_question_keeps_its_code_and_its_kind(cast):
    question = write(None, DRAFT, by=cast.tina, at=AT).question
    found = refusal(replace(DRAFT, code="OTHER", kind="multiple"), question)
    assert [path for path, _sentence in found] == ["code", "kind"]


def test_everything_that_is_wrong_is_said_at_once():
    draft = replace(
        DRAFT, standards=["NONE-1"], competencies=["flying"], difficulty="awful", mark=Decimal("0"), right=["z"]
    )
    assert refusal(draft) == [
        ("difficulty", "The difficulty is one of easy, medium, hard, or none."),
        ("standards", "There is no standard NONE-1."),
        ("competencies", "There is no competency flying."),
        ("mark", "The mark is a number above 0 and at most 1000, with at most 4 decimal places."),
        ("definition", "Say which of the options are right."),
    ]
    assert not Question.objects.exists()


@pytest.mark.parametrize("mark", ["NaN", "Infinity", "-1", "1000.01", "0.00001", "much"])
def test_a_mark_that_is_none_is_refused(mark):
    assert [path for path, _sentence in refusal(replace(DRAFT, mark=mark))] == ["mark"]


def test_html_is_cleaned():
    stem = "<p onclick='x()'>What <b>comes</b> first?<script>steal()</script></p>"
    version = write(None, reworded(stem), by=None, at=AT)
    assert version.wording["en"]["stem"] == "<p>What <b>comes</b> first?</p>"


def test_a_picture_must_be_ours_and_have_words():
    kept = keep(png())
    shown = f'<p>What?</p><img src="{address(kept.sha256)}" alt="A badge">'
    assert write(None, reworded(shown), by=None, at=AT).number == 1
    wordless = f'<p>What?</p><img src="{address(kept.sha256)}">'
    assert [path for path, _said in refusal(reworded(wordless, code="other"))] == ["wording"]
    unknown = f'<p>What?</p><img src="{address("0" * 64)}" alt="A badge">'
    assert [path for path, _said in refusal(reworded(unknown, code="other"))] == ["wording"]
    assert Question.objects.count() == 1


def test_the_same_picture_is_kept_once():
    assert keep(png()) == keep(png())
    assert QuestionPicture.objects.get().media_type == "image/png"


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\nno"]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(PictureRefused):
        keep(content)
    assert not QuestionPicture.objects.exists()


def three(**about) -> list[int]:
    return [write(None, replace(DRAFT, code=f"q-{n}", **about), by=None, at=AT).question_id for n in range(3)]


def test_many_are_changed_at_once_and_only_what_is_news_is_told(cast):
    StandardFactory()
    StandardFactory(code="ASK-1")
    questions = three(standards=["GREET-1"])
    Question.objects.filter(code="q-0").update(difficulty="hard")
    change = BulkChange(add_standards=["ASK-1"], remove_standards=["GREET-1"], difficulty="hard", retire=True)
    foreseen = look(questions, change)
    assert (foreseen.chosen, foreseen.changed) == (3, 3)
    assert dict(foreseen.parts) == {"add_standards": 3, "remove_standards": 3, "difficulty": 2, "retire": 3}
    assert not Question.objects.exclude(retired_at=None).exists()
    before = ModelLogEntry.objects.count()
    assert apply(questions, change, by=cast.tina, at=AT) == foreseen
    assert set(Question.objects.values_list("standards__code", "difficulty", "retired_at")) == {("ASK-1", "hard", AT)}
    assert ModelLogEntry.objects.count() == before + 3
    again = apply(questions, change, by=cast.tina, at=AT)
    assert (again.changed, again.parts) == (0, {})
    assert ModelLogEntry.objects.count() == before + 3


def test_a_bulk_change_costs_the_same_for_three_and_for_thirty(django_assert_num_queries, cast):
    StandardFactory()
    few = three()
    many = [write(None, replace(DRAFT, code=f"m-{n}"), by=None, at=AT).question_id for n in range(30)]
    costs = []
    for questions in (few, many):
        with django_assert_num_queries(10, exact=False) as found:
            apply(questions, BulkChange(add_standards=["GREET-1"], difficulty="easy"), by=cast.tina, at=AT)
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_a_retired_question_comes_back(cast):
    question = write(None, DRAFT, by=cast.tina, at=AT).question
    assert retire(question, by=cast.tina, at=AT)
    assert not retire(question, by=cast.tina, at=AT)
    assert not Question.objects.in_use().exists()
    assert restore(question, by=cast.tina, at=AT)
    assert Question.objects.in_use().get() == question
