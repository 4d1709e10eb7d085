"""What the shipped content becomes in a database that is older than its pages or its shelves."""

from collections.abc import Callable

from assessments.models import Standard
from cms.actions.academy import open_academies
from cms.models import StandardPage, StandardsPage


def test_a_standard_without_pages_keeps_the_words_it_has(load: Callable[[], str], db: None) -> None:
    """As in a database that is older than the pages."""
    Standard.objects.create(
        code="GREET-1", titles={"en": "Our own", "zh-hans": "自己的"}, texts={"en": "Ours.", "zh-hans": "自己的话。"}
    )
    load()
    face = StandardPage.objects.get(standard__code="GREET-1", locale__language_code="en")
    assert (face.title, face.text) == ("Our own", "Ours.")
    assert Standard.objects.get(code="GREET-1").texts == {"en": "Ours.", "zh-hans": "自己的话。"}


def test_shelves_are_made_where_they_are_missing(db: None) -> None:
    """As in a database whose academies are older than the shelves."""
    open_academies()
    for each in StandardsPage.objects.all():
        each.delete()
    open_academies()
    open_academies()
    shelves = {each.language: each for each in StandardsPage.objects.all()}
    assert {language: each.get_parent().specific.language for language, each in shelves.items()} == {
        "en": "en",
        "zh-hans": "zh-hans",
    }
    assert shelves["en"].translation_key == shelves["zh-hans"].translation_key
