"""A trainer brings questions from elsewhere: looks first, imports once, and takes them out again."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from assessments.actions import question_import
from assessments.actions.questions import QuestionDraft, write
from assessments.formats import FORMATS, sheet_template, stored
from assessments.formats.spec import Settings, Spec
from assessments.models import Question, QuestionImport, QuestionPicture, QuestionVersion, Standard
from tests.assessments.formats.test_moodle_xml import PNG, answer, question, quiz
from tests.conftest import Cast
from tests.factories import AT

TWO = "// [id:HEART-1]\nWhich heart?{=warm ~quick}\n\n// [id:HEART-2]\nWe shout.{F####We speak.}\n"
BROKEN = f"{TWO}\nBroken?{{=a\n"
LATER = AT + timedelta(hours=1)


def send(text: str | bytes, cast: Cast, name: str = "gift", **defaults: Any) -> QuestionImport:
    data = text.encode() if isinstance(text, str) else text
    given = {"language": "en", **defaults}
    return question_import.receive(BytesIO(data), name=f"file.{name}", format=name, defaults=given, by=cast.tina, at=AT)


def take(taken: QuestionImport, cast: Cast, *, agreed: bool = False) -> QuestionImport:
    return question_import.start(taken.pk, agreed=agreed, by=cast.tina, at=LATER)


def test_looking_at_a_file_writes_no_question(cast: Cast) -> None:
    taken = send(TWO, cast)
    assert taken.counts == {"new": 2}
    assert [(row.code, row.kind, row.fate) for row in taken.questions.all()] == [
        ("HEART-1", "single", "new"),
        ("HEART-2", "true-false", "new"),
    ]
    assert not Question.objects.exists()


def test_importing_writes_the_questions_with_the_defaults(cast: Cast) -> None:
    Standard.objects.create(code="HEART-S", titles={"en": "Hearts"})
    take(send(TWO, cast, course="reception", standards=["HEART-S"], prefix="A-"), cast)
    first = Question.objects.get(code="A-HEART-1")
    assert (first.kind, first.course, [each.code for each in first.standards.all()]) == (
        "single", "reception", ["HEART-S"],
    )  # fmt: skip
    version = first.versions.get()
    assert version.wording["en"]["options"] == {"a": "warm", "b": "quick"}
    assert (version.created_by, version.note) == (cast.tina, "Imported from file.gift.")


def test_a_double_click_imports_once(cast: Cast) -> None:
    taken = send(TWO, cast)
    take(taken, cast)
    again = take(taken, cast)
    assert again.taken_at == LATER
    assert QuestionVersion.objects.count() == 2


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    take(send(TWO, cast), cast)
    second = send(TWO, cast)
    assert second.counts == {"unchanged": 2}
    take(second, cast)
    assert QuestionVersion.objects.count() == 2


def test_a_file_without_codes_finds_its_questions_again(cast: Cast) -> None:
    text = "Which heart?{=warm ~quick}\n\n::Name::We shout.{F}\n\nWhich heart?{=patient ~slow}"
    take(send(text, cast), cast)
    assert send(text, cast).counts == {"unchanged": 3}


def test_a_change_is_a_new_version_and_keeps_what_the_format_does_not_say(cast: Cast) -> None:
    take(send(TWO, cast), cast)
    there = Question.objects.get(code="HEART-1")
    before = there.versions.get()
    wording = {**before.wording, "zh-hans": {"stem": "哪一颗心？", "options": {"a": "热心", "b": "急躁"}}}
    write(there, QuestionDraft(
        code="HEART-1", kind="single", wording=wording, options=["a", "b"], right=["a"], mark=before.mark * 2,
    ), by=cast.tina, at=AT)  # fmt: skip
    changed = send(TWO.replace("quick", "hasty"), cast)
    assert changed.counts == {"changed": 1, "unchanged": 1}
    take(changed, cast)
    after = there.versions.latest("number")
    assert (after.number, after.mark) == (3, 2)
    assert after.wording["en"]["options"] == {"a": "warm", "b": "hasty"}
    assert after.wording["zh-hans"] == wording["zh-hans"]


def test_the_rest_is_taken_only_if_the_trainer_agrees(cast: Cast) -> None:
    taken = send(BROKEN, cast)
    assert taken.counts == {"new": 2, "refused": 1}
    with pytest.raises(question_import.NotAgreed):
        take(taken, cast)
    assert not Question.objects.exists()
    take(taken, cast, agreed=True)
    assert Question.objects.count() == 2


def test_what_was_changed_here_in_the_meantime_is_left_alone(cast: Cast) -> None:
    take(send(TWO, cast), cast)
    there = Question.objects.get(code="HEART-1")
    first = there.versions.get()
    changed = send(TWO.replace("quick", "hasty"), cast)
    mine = {"en": {**first.wording["en"], "stem": "Which of the hearts?"}}
    write(there, QuestionDraft(code="HEART-1", kind="single", wording=mine, options=["a", "b"], right=["a"]),
          by=cast.tina, at=AT)  # fmt: skip
    taken = take(changed, cast)
    assert taken.counts == {"refused": 1, "unchanged": 1}
    assert there.versions.latest("number").wording["en"]["stem"] == "Which of the hearts?"


def test_another_kind_under_the_same_code_is_refused(cast: Cast) -> None:
    take(send(TWO, cast), cast)
    taken = send("// [id:HEART-1]\nWhich?{#4}", cast)
    assert taken.counts == {"refused": 1}
    assert "stands for good" in taken.questions.get().said[0]


def test_unknown_standards_are_named(cast: Cast) -> None:
    taken = send("// [id:X] [tag:standard:NONE-1]\nWe shout.{F}", cast)
    assert taken.questions.get().said == ["There is no standard NONE-1."]


def test_a_file_that_cannot_be_read_says_why(cast: Cast) -> None:
    taken = send("café{T}".encode("cp1252"), cast)
    assert taken.problem.startswith("Line 1 holds a byte that is not UTF-8 (0xE9).")
    assert take(taken, cast).taken_at is None


def test_pictures_come_in_and_go_out(cast: Cast) -> None:
    import base64

    files = f'<file name="bow.png" path="/" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
    text = '<p>Look: <img src="@@PLUGINFILE@@/bow.png" alt="A bow"></p>'
    body = "<idnumber>P-1</idnumber>" + answer("true", "100") + answer("false", "0")
    data = quiz(question("truefalse", body, text, files))
    take(send(data, cast, "moodle-xml"), cast)
    assert QuestionPicture.objects.count() == 1
    (spec,) = stored.specs(Question.objects.all())
    for name in ("moodle-xml", "qti"):
        write_file = FORMATS[name].write
        assert write_file is not None
        made = write_file([spec], "en")
        assert made.left == []
        (read,) = FORMATS[name].read(made.data, Settings("en"))
        assert isinstance(read, Spec)
        assert [picture.data for picture in read.pictures.values()] == [PNG]
    assert send(made.data, cast, "qti").counts == {"unchanged": 1}


def test_every_format_brings_back_its_own_export_as_unchanged(cast: Cast) -> None:
    for name in ("sheet", "moodle-xml", "gift", "qti"):
        write_file = FORMATS["sheet"].write
        assert write_file is not None
        take(send(write_file(sheet_template.examples(), "en").data, cast, "sheet"), cast)
        out = FORMATS[name].write
        assert out is not None
        for language in ("en", "zh-hans"):
            made = out(stored.specs(Question.objects.all()), language)
            again = send(made.data, cast, name, language=language)
            assert again.counts == {"unchanged": made.count}, [
                (row.code, row.fate, row.said) for row in again.questions.exclude(fate="unchanged")
            ]


def test_the_template_can_be_loaded_and_explains_itself(cast: Cast) -> None:
    data = b"".join(sheet_template.template().streaming_content)  # type: ignore[arg-type]
    book = load_workbook(BytesIO(data))
    assert len(book.sheetnames) == 2
    taken = send(data, cast, "sheet")
    assert taken.counts == {"new": 9}


def test_codes_keep_their_zeros_and_formulas_stay_text(cast: Cast) -> None:
    text = "code,kind,stem_en,value\n007,short-text,'=1+1 is what?,'=2\n"
    take(send(text, cast, "sheet"), cast)
    there = Question.objects.get(code="007")
    assert there.versions.get().wording["en"]["stem"] == "=1+1 is what?"
    assert there.versions.get().right == [{"text": "=2", "credit": "1"}]
    write_file = FORMATS["sheet"].write
    assert write_file is not None
    page = load_workbook(BytesIO(write_file(stored.specs(Question.objects.all()), "en").data)).worksheets[0]
    assert [page.cell(2, 1).value, page.cell(2, 1).data_type] == ["007", "s"]
    assert "'=1+1 is what?" in [cell.value for cell in page[2]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,kind,stem_en,colour\n1,essay,Why?,red\n", "There is no column “colour” in the question sheet."),
        ("code,stem_en\n1,Why?\n", "The column “kind” is missing."),
        ("code,kind,stem_en,text_en\n,,,stray\n", "Row 2: an answer stands before the first question."),
    ],
)
def test_a_sheet_of_another_layout_is_refused(cast: Cast, text: str, words: str) -> None:
    assert send(text, cast, "sheet").problem.startswith(words)


def test_a_trainer_sends_looks_and_imports(client: Client, cast: Cast) -> None:
    client.force_login(cast.tina)
    file = SimpleUploadedFile("hearts.txt", BROKEN.encode())
    response = client.post(reverse("question_import:send"), {"file": file, "language": "en"})
    taken = QuestionImport.objects.get()
    page = reverse("question_import:look", args=[taken.pk])
    assert response["Location"] == page
    shown = client.get(page).content.decode()
    assert "Which heart?" in shown
    assert "the brace { is never closed" in shown
    client.post(page, {"act": "take"})
    assert not Question.objects.exists()
    client.post(page, {"act": "take", "agreed": "on"})
    client.post(page, {"act": "take", "agreed": "on"})
    assert QuestionVersion.objects.count() == 2
    assert "The file is imported." in client.get(page).content.decode()


def test_the_file_can_be_read_otherwise(client: Client, cast: Cast) -> None:
    client.force_login(cast.tina)
    taken = send(TWO, cast)
    page = reverse("question_import:look", args=[taken.pk])
    client.post(page, {"act": "read", "format": "gift", "language": "zh-hans", "code_prefix": "B-"})
    assert [row.code for row in taken.questions.all()] == ["B-HEART-1", "B-HEART-2"]
    assert list(taken.questions.first().draft["wording"]) == ["zh-hans"]  # type: ignore[union-attr]


def test_a_file_that_is_too_large_is_broken_off(client: Client, cast: Cast, settings: Any) -> None:
    settings.LARGEST_QUESTION_FILE = 100_000
    client.force_login(cast.tina)
    file = SimpleUploadedFile("large.txt", b"x" * 200_000)
    response = client.post(reverse("question_import:send"), {"file": file, "language": "en"})
    assert response.status_code == 422
    assert "The file is larger than 97.7" in response.content.decode()
    assert not QuestionImport.objects.exists()


def test_without_its_token_a_file_is_not_taken(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.tina)
    file = SimpleUploadedFile("hearts.txt", TWO.encode())
    assert client.post(reverse("question_import:send"), {"file": file, "language": "en"}).status_code == 403
    assert not QuestionImport.objects.exists()


def test_a_trainer_takes_questions_out_and_is_told_what_is_left_out(client: Client, cast: Cast) -> None:
    take(send(TWO, cast), cast)
    client.force_login(cast.tina)
    first = Question.objects.get(code="HEART-1")
    page = reverse("question_export:export")
    shown = client.get(page, {"id": first.pk, "format": "gift", "language": "zh-hans"}).content.decode()
    assert "HEART-1" in shown
    assert "The question has no wording in" in shown
    response = client.get(page, {"id": first.pk, "format": "gift", "language": "en", "file": "1"})
    assert b"[id:HEART-1]" in response.content
    assert b"HEART-2" not in response.content
    everything = client.get(page, {"format": "gift", "language": "en", "file": "1"})
    assert b"HEART-2" in everything.content


def test_the_preview_costs_the_same_with_few_and_many(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.tina)
    many = "\n\n".join(f"// [id:Q-{n}]\nQuestion {n}?{{T}}" for n in range(60))
    page = reverse("question_import:look", args=[send(many, cast).pk])
    client.get(page)
    with django_assert_max_num_queries(30):
        client.get(page)
