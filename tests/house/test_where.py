"""docs/where.md tells the truth: every path it names is there."""

import re

from django.conf import settings

PATH = re.compile(r"`([\w./-]+(?:/|\.(?:py|md|html|yaml|css|js)))`")


def test_every_room_exists():
    text = (settings.BASE_DIR / "docs" / "where.md").read_text()
    paths = PATH.findall(text)
    assert len(paths) > 40
    assert [path for path in paths if not (settings.BASE_DIR / path).exists()] == []
