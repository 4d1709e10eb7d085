"""Files handed in: what is taken, what is refused, and who may open them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.actions import attempts, uploads
from assessments.models import Attempt, Upload
from assessments.rules.answer_files import KNOWN, extension, is_what_it_says
from assessments.types import WrongAnswer
from tests.assessments.examples import make_mixed_quiz

JSON = {"headers": {"Accept": "application/json"}}
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 20


def picture(name: str = "货架.jpg", content: bytes = JPEG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def carol(client, cast):
    client.force_login(cast.carol)
    return cast.employee("carol")


@pytest.fixture
def attempt(carol, at) -> Attempt:
    return attempts.start(make_mixed_quiz("photo", ["file", "essay"]), carol, at=at)


def url(attempt: Attempt, order: int = 1) -> str:
    return reverse("assessments:answer", args=[attempt.pk, order])


pytestmark = pytest.mark.django_db


def test_a_file_is_stored_before_the_answer_refers_to_it(client, attempt):
    response = client.post(url(attempt), {"file": picture(), "go": "next"})
    kept = Upload.objects.get()
    assert response.url.endswith("?q=2")
    assert attempt.items.get(order=1).chosen == {
        "upload": str(kept.pk),
        "name": "货架.jpg",
        "sha256": kept.sha256,
        "size": len(JPEG),
    }
    assert kept.file.read() == JPEG
    assert kept.file.name.startswith("answers/")
    assert "货架.jpg" in client.get(reverse("assessments:attempt", args=[attempt.pk])).content.decode()


def test_the_answer_stays_until_it_is_taken_back_and_its_file_stays_with_us(client, attempt):
    reply = client.post(url(attempt), {"file": picture()}, **JSON).json()
    client.post(url(attempt), {"upload": reply["fields"]["upload"], "shown": reply["shown"], "go": "next"})
    assert attempt.items.get(order=1).chosen["name"] == "货架.jpg"
    client.post(url(attempt), {"shown": reply["shown"], "go": "next"})
    assert attempt.items.get(order=1).chosen == {}
    assert Upload.objects.count() == 1


def test_the_same_file_twice_is_one_and_another_takes_its_place(client, attempt):
    for _press in range(2):
        client.post(url(attempt), {"file": picture()}, **JSON)
    assert Upload.objects.count() == 1
    client.post(url(attempt), {"file": picture("other.jpeg.jpg", JPEG + b"!")}, **JSON)
    assert attempt.items.get(order=1).chosen["name"] == "other.jpeg.jpg"
    assert Upload.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (picture("shelf.png"), "“shelf.png” is not of a kind that is asked for: jpg."),
        (picture("shelf"), "“shelf” is not of a kind that is asked for: jpg."),
        (picture("shelf.jpg", b""), "“shelf.jpg” is empty."),
        (picture("shelf.jpg", b"MZ program"), "“shelf.jpg” is not a .jpg file inside."),
        (picture("shelf.jpg", b"<html><script>"), "“shelf.jpg” is not a .jpg file inside."),
    ],
)
def test_what_the_question_does_not_take_is_refused_with_a_sentence(client, attempt, at, file, sentence):
    with pytest.raises(WrongAnswer) as refusal:
        uploads.keep(attempt.pk, 1, file, at=at)
    assert sentence in str(refusal.value)
    assert not Upload.objects.exists()
    assert attempt.items.get(order=1).chosen == []


def test_a_file_too_large_for_the_question_is_refused(attempt, at):
    version = attempt.items.get(order=1).version
    version.details = {"extensions": ["jpg"], "largest": 100}
    version.save()
    with pytest.raises(WrongAnswer) as refusal:
        uploads.keep(attempt.pk, 1, picture(), at=at)
    assert "at most 100\xa0bytes can be handed in" in str(refusal.value)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("script", [True, False])
def test_a_file_far_too_large_is_broken_off_with_a_sentence(client, attempt, settings, script):
    settings.LARGEST_ANSWER_FILE = 1024
    response = client.post(url(attempt), {"file": picture("film.jpg", JPEG * 20)}, **(JSON if script else {}))
    told = response.json()["sentence"] if script else response.content.decode()
    assert response.status_code == 400
    assert "This file is too large: at most 1.0\xa0KB can be handed in." in told
    assert not Upload.objects.exists()


def test_a_question_that_asks_for_no_file_takes_none(client, attempt):
    response = client.post(url(attempt, 2), {"file": picture()}, **JSON)
    assert response.json()["sentence"] == "This question asks for no file."
    assert not Upload.objects.exists()


def test_nobody_refers_to_the_file_of_somebody_else(client, attempt, cast, at):
    client.post(url(attempt), {"file": picture()}, **JSON)
    hers = Upload.objects.get()
    dans = attempts.start(attempt.quiz, cast.employee("dan"), at=at)
    client.force_login(cast.dan)
    response = client.post(url(dans), {"upload": str(hers.pk)}, **JSON)
    assert response.status_code == 400
    assert dans.items.get(order=1).chosen == []
    for nonsense in ("x", "0" * 32, ""):
        assert client.post(url(dans), {"upload": nonsense}, **JSON).status_code in (200, 400)
        assert dans.items.get(order=1).chosen in ([], {})


def test_after_hand_in_no_file_is_taken(client, attempt, at):
    attempts.submit(attempt.pk, at=at)
    assert client.post(url(attempt), {"file": picture()}, **JSON).status_code == 409
    assert not Upload.objects.exists()


def test_the_token_is_asked_for(cast, attempt):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.carol)
    assert strict.post(url(attempt), {"file": picture()}).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("carol", 200), ("tina", 200), ("bob", 404), ("dan", 404), ("alice", 404), ("ada", 404)]
)
def test_the_file_opens_for_its_owner_and_for_markers_alone(client, cast, attempt, who, status):
    client.post(url(attempt), {"file": picture()}, **JSON)
    client.force_login(getattr(cast, who))
    response = client.get(reverse("assessments:upload", args=[Upload.objects.get().pk]))
    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == JPEG
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment;")


def test_the_result_leads_to_the_file(client, attempt, at):
    client.post(url(attempt), {"file": picture()}, **JSON)
    attempts.submit(attempt.pk, at=at)
    result = client.get(reverse("assessments:result", args=[attempt.pk])).content.decode()
    assert reverse("assessments:upload", args=[Upload.objects.get().pk]) in result
    assert "Waiting for marking" in result


def test_a_question_takes_so_many_files_and_no_more(attempt, at, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 2)
    for number in range(2):
        uploads.keep(attempt.pk, 1, picture(content=JPEG + bytes([number])), at=at)
    with pytest.raises(WrongAnswer):
        uploads.keep(attempt.pk, 1, picture(content=JPEG + b"3"), at=at)
    assert Upload.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "head", "fits"),
    [
        ("a.pdf", b"%PDF-1.7", True),
        ("a.pdf", b"PK\x03\x04", False),
        ("a.PNG", b"\x89PNG\r\n\x1a\n", True),
        ("a.docx", b"PK\x03\x04", True),
        ("a.mp4", b"\x00\x00\x00\x20ftypisom", True),
        ("a.heic", b"\x00\x00\x00\x20ftypheic", True),
        ("a.heic", b"\x00\x00\x00\x20ftypisom", False),
        ("a.txt", "先问候".encode(), True),
        ("a.txt", b"MZ\x00\x00", False),
        ("a.exe", b"MZ\x00\x00", False),
        ("a", b"%PDF-1.7", False),
    ],
)
def test_a_file_is_known_by_how_it_begins(name, head, fits):
    assert is_what_it_says(extension(name), head) is fits


@given(st.sampled_from(sorted(KNOWN)), st.binary(max_size=64))
def test_an_empty_file_is_never_what_it_says_and_any_other_is_judged(ending, head):
    assert is_what_it_says(ending, b"") is False
    assert is_what_it_says(ending, head) in (True, False)
