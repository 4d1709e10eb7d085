"""Aiken, and bytes that are not what they should be."""

import pytest

from assessments.formats import gift, guessed
from assessments.formats.spec import Settings, Spec, Unreadable
from tests.assessments.formats.reading import one, read, reason

AIKEN = "What comes first?\nA. A price\nB) A greeting\nC. A bag\nANSWER: B\n"


def test_a_question_with_its_answer() -> None:
    spec = one("aiken", AIKEN)
    assert (spec.kind, spec.right, spec.wording["en"]["options"]["b"]) == ("single", ["b"], "A greeting")
    assert "feedback" not in spec.wording["en"]  # the format has none: an older version keeps its own


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (AIKEN.replace("ANSWER: B", "ANSWER: D"), "Line 5: the answer is D, but there is no such option."),
        (AIKEN.replace("ANSWER: B\n", ""), "The line “ANSWER: …” is missing"),
        (AIKEN.replace("B) A greeting", "B)"), "Line 3: the option has no text."),
        (AIKEN.replace("C. A bag", "a bag"), "Line 4 stands among the options and is none"),
        (AIKEN.replace("C.", "B."), "Line 4: option B stands here for the second time."),
    ],
)
def test_what_cannot_be_taken_says_where_and_why(text: str, words: str) -> None:
    assert reason("aiken", text)[1].startswith(words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_or_without_its_mark(encoding: str) -> None:
    data = "热心？{T}".encode(encoding)
    if encoding in ("utf-16-le", "utf-16-be"):
        data = ("\ufeff" + "热心？{T}").encode(encoding)
    (spec,) = read("gift", data)
    assert isinstance(spec, Spec)
    assert spec.wording["en"]["stem"] == "热心？"


@pytest.mark.parametrize("encoding", ["windows-1252", "gbk"])
def test_other_bytes_name_their_line_and_nothing_is_guessed(encoding: str) -> None:
    word = "café" if encoding == "windows-1252" else "热心"
    data = f"First?{{T}}\n\nThe {word}?{{T}}".encode(encoding)
    with pytest.raises(Unreadable, match=r"^Line 3 holds a byte that is not UTF-8"):
        read("gift", data)


def test_gb18030_can_be_chosen() -> None:
    (spec,) = gift.read("热心？{T}".encode("gb18030"), Settings("zh-hans", "gb18030"))
    assert isinstance(spec, Spec)
    assert spec.wording["zh-hans"]["stem"] == "热心？"


@pytest.mark.parametrize(
    ("name", "start", "found"),
    [
        ("a.txt", b"Who?{=we}", "gift"),
        ("a.txt", b"Who?\nA. we\nANSWER: A", "aiken"),
        ("a.xml", b'\xef\xbb\xbf<?xml version="1.0"?><quiz>', "moodle-xml"),
        ("a.xml", b"<assessmentItem>", "qti"),
        ("a.zip", b"PK\x03\x04", "qti"),
        ("a.xlsx", b"PK\x03\x04", "sheet"),
    ],
)
def test_a_file_tells_its_format(name: str, start: bytes, found: str) -> None:
    assert guessed(name, start) == found
