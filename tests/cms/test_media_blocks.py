"""Pictures, films and files in a lesson: with words for those who cannot see or hear them, and never in the way."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.blocks.media import PictureBlock, VideoBlock
from cms.models import LessonPage
from tests.cms.bodies import block, document, image
from tests.cms.conftest import lesson_page
from tests.conftest import Cast
from training.models import Course

pytestmark = pytest.mark.usefixtures("shelf")

HELLO = "/learn/greeting/hello/"


@pytest.fixture
def media(db: None) -> dict[str, Any]:
    cache.clear()  # Wagtail remembers pictures there that other tests have cut
    return {
        "picture": {"image": image().pk, "alt": "A tidy counter", "caption": "At eight"},
        "video": {
            "title": "How to greet",
            "file": document("greeting.mp4").pk,
            "captions": document("greeting.vtt").pk,
            "poster": image().pk,
            "transcript": "Li Xue looks up.\n\nShe says: Welcome!",
        },
        "download": {"file": document("list.pdf", b"x" * 2048).pk, "note": "For the wall"},
    }


@pytest.fixture
def hello(academy: Course, media: dict[str, Any]) -> LessonPage:
    page = lesson_page(language="en")
    page.body = json.dumps([block(kind, {"ours": False, **value}) for kind, value in media.items()])
    page.save_revision().publish()
    return page


def read(client: Client, cast: Cast) -> str:
    client.force_login(cast.carol)
    return client.get(HELLO, {"language": "en"}).content.decode()


def test_a_lesson_shows_them(client: Client, cast: Cast, hello: LessonPage) -> None:
    shown = read(client, cast)
    assert 'alt="A tidy counter"' in shown
    assert 'width="960"' in shown
    assert "At eight" in shown
    assert '<source src="/documents/' in shown
    assert '<track kind="captions" src="/documents/' in shown
    assert 'srclang="en"' in shown
    assert "<p>She says: Welcome!</p>" in shown
    assert "For the wall · PDF, 2.0" in shown


def test_pictures_are_cut_when_the_lesson_is_published(hello: LessonPage) -> None:
    renditions = get_image_model().get_rendition_model().objects
    assert renditions.count() == 4


def test_what_was_deleted_since_is_told_and_breaks_nothing(client: Client, cast: Cast, hello: LessonPage) -> None:
    get_document_model().objects.all().delete()
    get_image_model().objects.all().delete()
    shown = read(client, cast)
    assert "This picture is not there any more. It showed: A tidy counter" in shown
    assert "This film is not there any more. Its words are below." in shown
    assert "This file is not there any more." in shown
    assert "<p>She says: Welcome!</p>" in shown


def test_a_picture_needs_words_for_those_who_cannot_see_it(media: dict[str, Any]) -> None:
    picture = PictureBlock()
    assert picture.clean(picture.to_python(media["picture"]))["alt"] == "A tidy counter"
    with pytest.raises(ValidationError) as refused:
        picture.clean(picture.to_python(media["picture"] | {"alt": ""}))
    assert set(refused.value.block_errors) == {"alt"}


@pytest.mark.parametrize("missing", ["captions", "transcript", "title", "file"])
def test_a_film_needs_captions_and_its_words(media: dict[str, Any], missing: str) -> None:
    video = VideoBlock()
    with pytest.raises(ValidationError) as refused:
        video.clean(video.to_python(media["video"] | {missing: None if missing in ("captions", "file") else ""}))
    assert set(refused.value.block_errors) == {missing}


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("file", "A phone cannot play this file. Choose an .mp4 or a .webm film."),
        ("captions", "Captions are a .vtt file. Choose one, or save yours as WebVTT."),
    ],
)
def test_another_kind_of_file_is_no_film(media: dict[str, Any], field: str, sentence: str) -> None:
    video = VideoBlock()
    with pytest.raises(ValidationError) as refused:
        video.clean(video.to_python(media["video"] | {field: document("notes.pdf").pk}))
    assert refused.value.block_errors[field].message == sentence
