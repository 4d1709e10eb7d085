"""A file that a trainer keeps is for the people of the house."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from tests.cms.bodies import document


@pytest.mark.parametrize(
    ("who", "code"), [("carol", 200), ("alice", 200), ("tina", 200), ("mallory", 404), (None, 404)]
)
def test_only_those_who_may_read_courses_get_a_file(client, cast, who, code):
    document = Document.objects.create(title="Notes", file=ContentFile(b"notes", name="notes.txt"))
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(document.url).status_code == code


@pytest.fixture
def film(client, cast):
    client.force_login(cast.carol)
    return document("greeting.mp4", b"0123456789").url


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("asked", "part", "content"),
    [
        ("bytes=0-3", "bytes 0-3/10", b"0123"),
        ("bytes=4-", "bytes 4-9/10", b"456789"),
        ("bytes=-3", "bytes 7-9/10", b"789"),
        ("bytes=8-99", "bytes 8-9/10", b"89"),
    ],
)
def test_a_phone_gets_the_part_of_a_film_that_it_asks_for(client, film, asked, part, content):
    response = client.get(film, headers={"Range": asked})
    assert (response.status_code, response["Content-Range"]) == (206, part)
    assert int(response["Content-Length"]) == len(content)
    assert body(response) == content


@pytest.mark.parametrize("asked", [None, "bytes=0-1,4-5", "bytes=5-2", "bytes=-", "pages=1-2", "bytes=x-"])
def test_what_cannot_be_served_in_part_comes_whole(client, film, asked):
    response = client.get(film, headers={"Range": asked} if asked else {})
    assert (response.status_code, response["Accept-Ranges"]) == (200, "bytes")
    assert body(response) == b"0123456789"


def test_behind_the_end_of_a_film_is_nothing(client, film):
    response = client.get(film, headers={"Range": "bytes=10-"})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


def test_a_player_with_an_older_film_gets_the_whole_new_one(client, film):
    response = client.get(film, headers={"Range": "bytes=0-3", "If-Range": '"older"'})
    assert response.status_code == 200
    assert body(response) == b"0123456789"


def test_the_parts_of_a_film_are_for_the_people_of_the_house_too(client, cast, film):
    client.force_login(cast.mallory)
    assert client.get(film, headers={"Range": "bytes=0-3"}).status_code == 404
