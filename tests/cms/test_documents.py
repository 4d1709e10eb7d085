"""A file that a trainer keeps is for the people of the house."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document


@pytest.mark.parametrize(
    ("who", "code"), [("carol", 200), ("alice", 200), ("tina", 200), ("mallory", 404), (None, 404)]
)
def test_only_those_who_may_read_courses_get_a_file(client, cast, who, code):
    document = Document.objects.create(title="Notes", file=ContentFile(b"notes", name="notes.txt"))
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(document.url).status_code == code
