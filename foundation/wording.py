"""Short texts of identity rows in every language of the product."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language


def worded(texts: Mapping[str, str], language: str | None = None) -> str:
    """The text in `language` (default: the active one), else in the first language that has one, else ''."""
    wanted = language or get_language() or settings.LANGUAGE_CODE
    for code in (wanted, *dict(settings.LANGUAGES)):
        if texts.get(code):
            return texts[code]
    return ""
