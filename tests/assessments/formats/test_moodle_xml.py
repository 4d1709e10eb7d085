"""Moodle XML, as its documentation writes it."""

import base64

import pytest

from assessments.formats.spec import Refusal, Spec, Unreadable
from tests.assessments.formats.reading import one, read, reason

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def quiz(*questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'


def question(kind: str, body: str, text: str = "<p>Which?</p>", files: str = "") -> str:
    return (
        f'<question type="{kind}"><name><text>Name</text></name><questiontext format="html">'
        f"<text><![CDATA[{text}]]></text>{files}</questiontext>{body}</question>"
    )


def answer(text: str, fraction: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def test_several_answers_with_category_mark_and_feedback() -> None:
    category = '<question type="category"><category><text>$course$/top/礼仪</text></category></question>'
    body = (
        "<generalfeedback><text>See lesson 2.</text></generalfeedback><defaultgrade>2.5000000</defaultgrade>"
        "<idnumber>HEART-1</idnumber><single>false</single>"
        + answer("warm", "50", "<feedback><text>Yes</text></feedback>")
        + answer("patient", "50")
        + answer("quick", "-100")
        + "<tags><tag><text>standard:GREET-1</text></tag></tags>"
    )
    (spec,) = read("moodle-xml", quiz(category, question("multichoice", body)))
    assert isinstance(spec, Spec)
    assert (spec.kind, spec.code, spec.category, str(spec.mark)) == ("multiple", "HEART-1", "礼仪", "2.5")
    assert spec.details["credits"] == {"a": "0.5", "b": "0.5", "c": "-1"}
    assert spec.wording["en"]["option_feedback"] == {"a": "Yes"}
    assert (spec.wording["en"]["feedback"], spec.standards) == ("See lesson 2.", ["GREET-1"])


def test_numbers_with_units() -> None:
    units = "".join(
        f"<unit><multiplier>{by}</multiplier><unit_name>{name}</unit_name></unit>"
        for by, name in (("1", "min"), ("1", "分钟"), ("60", "s"))
    )
    body = answer("12.5", "100", "<tolerance>0.1</tolerance>") + f"<units>{units}</units>"
    spec = one("moodle-xml", quiz(question("numerical", body + "<unitgradingtype>1</unitgradingtype>")))
    assert spec.right == [{"value": "12.5", "tolerance": "0.1", "credit": "1"}]
    assert spec.details == {"unit": "min", "units": ["分钟"], "unit_required": True}
    assert spec.notes == ["The unit s is left out: only units of the same size are known here."]


def test_gaps_of_every_sub_kind() -> None:
    text = (
        "<p>{1:SHORTANSWER:=warm~%50%kind} {2:SAC:=Five} {1:NUMERICAL:=12:0.5} "
        "{1:MULTICHOICE:=first#yes~last~%50%soon} {1:MCVS:no~=yes}</p>"
    )
    spec = one("moodle-xml", quiz(question("cloze", "", text)))
    assert spec.kind == "gaps"
    assert spec.wording["en"]["stem"] == "[[1]] [[2]] [[3]] [[4]] [[5]]"
    assert [spec.options[gap]["kind"] for gap in "12345"] == ["text", "text", "number", "choice", "choice"]
    assert spec.right["1"] == [{"text": "warm", "credit": "1"}, {"text": "kind", "credit": "0.5"}]
    assert spec.right["3"] == [{"value": "12", "tolerance": "0.5", "credit": "1"}]
    assert spec.right["4"] == [{"key": "a", "credit": "1"}, {"key": "c", "credit": "0.5"}]
    assert spec.details["weights"]["2"] == "2"
    assert len(spec.notes) == 2  # feedback in a gap, and capital letters in some gaps only


def test_several_choices_alone_in_a_text_become_a_question_with_several_answers() -> None:
    spec = one("moodle-xml", quiz(question("cloze", "", "Hearts: {1:MULTIRESPONSE:=warm~=patient~%-100%quick}")))
    assert (spec.kind, len(spec.options)) == ("multiple", 3)


def test_pairs_orders_statements_texts_essays_and_files() -> None:
    pair = '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    pairs = one("moodle-xml", quiz(question("matching", pair.format("热心", "warm") + pair.format("耐心", "patient"))))
    assert len(pairs.right) == 2
    order = one("moodle-xml", quiz(question("ordering", answer("then", "2") + answer("first", "1"))))
    assert [order.wording["en"]["options"][key] for key in order.right] == ["first", "then"]
    assert one("moodle-xml", quiz(question("truefalse", answer("true", "0") + answer("false", "100")))).right == [
        "false"
    ]
    text = one("moodle-xml", quiz(question("shortanswer", "<usecase>1</usecase>" + answer("Five", "100"))))
    assert (text.right, text.details) == ([{"text": "Five", "credit": "1"}], {"case": True})
    essay = one("moodle-xml", quiz(question("essay", "<minwordlimit>50</minwordlimit>")))
    assert essay.details == {"words": [50, None]}
    file = one("moodle-xml", quiz(question(
        "essay", "<responseformat>noinline</responseformat><filetypeslist>.pdf,.exe</filetypeslist>")))  # fmt: skip
    assert (file.kind, file.details["extensions"]) == ("file", ["pdf"])


def test_pictures_come_along() -> None:
    files = f'<file name="bow.png" path="/" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
    text = '<p>Look: <img src="@@PLUGINFILE@@/bow.png"> <img src="http://elsewhere/x.png" alt="x"></p>'
    spec = one("moodle-xml", quiz(question("truefalse", answer("true", "100") + answer("false", "0"), text, files)))
    ((source, picture),) = spec.pictures.items()
    assert (picture.name, picture.data, picture.media_type) == ("bow.png", PNG, "image/png")
    assert spec.wording["en"]["stem"] == f'<p>Look: <img src="{source}" alt="bow"> </p>'
    assert len(spec.notes) == 2


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (question("description", ""), "This is a description"),
        (question("calculated", ""), "Questions of the type “calculated” cannot be taken."),
        (question("multichoice", answer("a", "0") + answer("b", "0")), "No option is marked as the right one."),
        (question("cloze", "", "No gap."), "The text has no gap that can be read."),
        (question("cloze", "", "{1:SA:=a} {1:MR:=a~=b}"), "Gap 2 asks for several answers"),
        (question("essay", "", " "), "The question asks nothing"),
    ],
)
def test_what_cannot_be_taken_says_where_and_why(markup: str, words: str) -> None:
    where, why = reason("moodle-xml", quiz(markup))
    assert where == "question 1"
    assert why.startswith(words)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "The XML names a document type"),
        ('<!DOCTYPE quiz SYSTEM "http://elsewhere/x.dtd"><quiz/>', "The XML names a document type"),
        ("<quiz>\n<question>\n</quiz>", "Line 3: this is no well-formed XML."),
        ("<quiz/>", "The XML holds no questions"),
        ("<quiz>" + "<p>" * 200 + "</p>" * 200 + "</quiz>", "The XML is nested deeper than 100 elements."),
    ],
)
def test_a_file_that_is_not_safe_or_whole_is_refused(data: str, words: str) -> None:
    with pytest.raises(Unreadable, match=f"^{words.replace('.', '[.]')}"):
        read("moodle-xml", data)


def test_an_unknown_kind_leaves_the_others_alone() -> None:
    body = answer("true", "100") + answer("false", "0")
    found = read("moodle-xml", quiz(question("hotspot", ""), question("truefalse", body)))
    assert [type(each) for each in found] == [Refusal, Spec]
