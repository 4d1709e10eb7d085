"""QTI 2.1 and 1.2, as the specifications write their examples."""

import zipfile
from io import BytesIO

import pytest

from assessments.formats.spec import Refusal, Spec, Unreadable
from tests.assessments.formats.reading import one, read, reason
from tests.assessments.formats.test_moodle_xml import PNG

MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
MAP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"
GOOD = (
    '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
    "<correctResponse><value>A</value></correctResponse></responseDeclaration>"
)
BODY = (
    '<p>Look:</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>What comes first?</prompt>'
    '<simpleChoice identifier="A">A greeting<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">'
    'Yes</feedbackInline></simpleChoice><simpleChoice identifier="B">A price</simpleChoice></choiceInteraction>'
)


def item(declaration: str, body: str, template: str = MATCH, version: str = "2p1") -> str:
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v{version}" identifier="greet" title="Greeting" '
        f'adaptive="false" timeDependent="false">{declaration}<itemBody>{body}</itemBody>'
        f'<responseProcessing template="{template}"/></assessmentItem>'
    )


def package(**parts: str | bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


def manifest(*names: str) -> str:
    resources = "".join(f'<resource identifier="{n}" type="imsqti_item_xmlv2p1" href="{n}"/>' for n in names)
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'


@pytest.mark.parametrize("version", ["2p1", "2p2"])
def test_one_right_choice(version: str) -> None:
    spec = one("qti", item(GOOD, BODY, version=version))
    assert (spec.kind, spec.code, spec.name, spec.right) == ("single", "greet", "Greeting", ["a"])
    assert spec.wording["en"]["stem"] == "Look:\n\nWhat comes first?"
    assert spec.wording["en"]["options"] == {"a": "A greeting", "b": "A price"}
    assert spec.wording["en"]["option_feedback"] == {"a": "Yes"}


def test_a_mapping_gives_credits() -> None:
    declaration = (
        '<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier">'
        '<correctResponse><value>A</value><value>B</value></correctResponse><mapping defaultValue="-1">'
        '<mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="1"/></mapping></responseDeclaration>'
    )
    choice = '<simpleChoice identifier="{0}">{0}</simpleChoice>'
    body = '<choiceInteraction responseIdentifier="RESPONSE"><prompt>Which?</prompt>{}</choiceInteraction>'
    spec = one("qti", item(declaration, body.format("".join(map(choice.format, "ABC"))), MAP))
    assert (spec.kind, spec.right, spec.details["credits"]) == ("multiple", ["a", "b"], {})


def test_gaps_of_choices_and_texts() -> None:
    declarations = (
        GOOD.replace("RESPONSE", "ONE")
        + '<responseDeclaration identifier="TWO" cardinality="single" baseType="string"><correctResponse><value>York'
        '</value></correctResponse><mapping><mapEntry mapKey="York" mappedValue="1"/><mapEntry mapKey="york" '
        'mappedValue="0.5"/></mapping></responseDeclaration>'
    )
    body = (
        '<p>From <inlineChoiceInteraction responseIdentifier="ONE"><inlineChoice identifier="A">here</inlineChoice>'
        '<inlineChoice identifier="B">there</inlineChoice></inlineChoiceInteraction> to <textEntryInteraction '
        'responseIdentifier="TWO"/>.</p>'
    )
    spec = one("qti", item(declarations, body, MAP))
    assert (spec.kind, spec.wording["en"]["stem"]) == ("gaps", "From [[1]] to [[2]].")
    assert spec.right["1"] == [{"key": "a", "credit": "1"}]
    assert spec.right["2"] == [{"text": "York", "credit": "1"}, {"text": "york", "credit": "0.5"}]


def test_a_package_with_a_picture() -> None:
    body = BODY.replace("Look:", 'Look: <img src="../pictures/bow.png" alt="A bow"/>')
    data = package(imsmanifest_xml=manifest("items/a.xml"), items__a_xml=item(GOOD, body), pictures__bow_png=PNG)
    spec = one("qti", data)
    ((source, picture),) = spec.pictures.items()
    assert picture.data == PNG
    assert f'<img src="{source}" alt="A bow">' in spec.wording["en"]["stem"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (item(GOOD, '<hottextInteraction responseIdentifier="RESPONSE"/>'),
         "Interactions of the type hottextInteraction cannot be taken."),
        (item(GOOD, '<teapotInteraction responseIdentifier="RESPONSE"/>'),
         "Interactions of the type teapotInteraction cannot be taken."),
        (item(GOOD.replace(">A<", ">Z<"), BODY), "The key says “Z”, but there is no such option."),
        (item("", BODY), "The interaction names the response “RESPONSE”, which is not declared."),
        (item(GOOD, "<p>Read.</p>"), "The item asks nothing"),
        (item(GOOD, BODY + BODY), "The item asks 2 things at once."),
        ('<qti-assessment-item title="x"/>', "This is QTI 3."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_why(markup: str, words: str) -> None:
    assert reason("qti", markup)[1].startswith(words)


def test_a_broken_item_leaves_the_others_alone() -> None:
    data = package(
        imsmanifest_xml=manifest("a.xml", "b.xml", "c.xml"), a_xml="<assessmentItem>", b_xml=item(GOOD, BODY)
    )
    found = read("qti", data)
    assert [type(each) for each in found] == [Refusal, Spec, Refusal]
    assert found[2].reason == "The manifest names the file c.xml, but it is not in the package."


def bomb() -> bytes:
    return package(imsmanifest_xml=b" " * 40_000_000)


def climbing() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("../../etc/item.xml", item(GOOD, BODY))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(), "unpacks to far more than it should"),
        (climbing(), "leads outside of it"),
        (package(inner_zip=package(a_xml="")), "holds another packed file"),
        (b"PK\x03\x04 nothing", "The ZIP file is damaged"),
        (package(readme_txt="hello"), "The file holds no items of QTI"),
        (b"<html/>", "The XML holds no items of QTI"),
    ],
)
def test_a_file_that_is_not_safe_or_not_qti_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read("qti", data)


def old(presentation: str, processing: str) -> str:
    return (
        f'<questestinterop><item ident="q1" title="Old"><presentation>{presentation}</presentation><resprocessing>'
        f'<outcomes><decvar varname="SCORE"/></outcomes>{processing}</resprocessing></item></questestinterop>'
    )


def words(text: str) -> str:
    return f'<material><mattext texttype="text/html">{text}</mattext></material>'


def condition(inside: str, score: str = "100") -> str:
    return f"<respcondition><conditionvar>{inside}</conditionvar><setvar>{score}</setvar></respcondition>"


def labels(*texts: str) -> str:
    inside = "".join(
        f'<response_label ident="{place}">{words(text)}</response_label>' for place, text in enumerate(texts)
    )
    return f"<render_choice>{inside}</render_choice>"


def test_qti_1_2_choices() -> None:
    asked = words("Which?") + '<response_lid ident="r" rcardinality="{}">' + labels("warm", "patient", "quick")
    right = condition('<varequal respident="r">0</varequal>')
    single = one("qti", old(asked.format("Single") + "</response_lid>", right))
    assert (single.kind, single.code, single.right) == ("single", "q1", ["a"])
    both = (
        '<and><varequal respident="r">0</varequal><varequal respident="r">1</varequal>'
        '<not><varequal respident="r">2</varequal></not></and>'
    )
    multiple = one("qti", old(asked.format("Multiple") + "</response_lid>", condition(both)))
    assert (multiple.kind, multiple.right) == ("multiple", ["a", "b"])
    ordered = "".join(f'<varequal respident="r">{place}</varequal>' for place in (2, 0, 1))
    order = one("qti", old(asked.format("Ordered") + "</response_lid>", condition(ordered)))
    assert [order.wording["en"]["options"][key] for key in order.right] == ["quick", "warm", "patient"]


def test_qti_1_2_typed_answers() -> None:
    asked = words("How many?") + '<response_str ident="r"><render_fib fibtype="{}"/></response_str>'
    text = one("qti", old(asked.format("String"), condition('<varequal respident="r">four</varequal>')))
    assert (text.kind, text.right) == ("short-text", [{"text": "four", "credit": "1"}])
    near = '<vargte respident="r">3.5</vargte><varlte respident="r">4.5</varlte>'
    number = one("qti", old(asked.format("Decimal"), condition(near)))
    assert number.right == [{"value": "4", "tolerance": "0.5", "credit": "1"}]
    assert one("qti", old(asked.format("String"), "")).kind == "essay"


def test_qti_1_2_names_what_it_cannot_take() -> None:
    asked = '<response_xy ident="r"><render_hotspot/></response_xy>'
    assert reason("qti", old(words("Where?") + asked, ""))[1].startswith("Interactions of the type render_hotspot")
    lost = words("Which?") + f'<response_lid ident="r" rcardinality="Single">{labels("a", "b")}</response_lid>'
    assert reason("qti", old(lost, condition('<varequal respident="r">9</varequal>')))[1].startswith("The key says “9”")
