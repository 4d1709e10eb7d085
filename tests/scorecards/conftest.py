"""Sentences are checked in English, whatever language the machine speaks."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture
def english() -> Iterator[None]:
    with override("en"):
        yield
