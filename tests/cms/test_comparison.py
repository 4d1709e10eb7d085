"""Two revisions of a lesson compared: every block by its name, only what changed in it."""

import json
import re
from copy import deepcopy
from html import unescape

import pytest
from django.test import Client

from cms.rules.wording_changes import Change, changes
from people.models import User
from tests.cms.conftest import lesson_page
from tests.cms.test_authoring import address
from tests.conftest import Cast
from training.models import Course

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("shelf")]


@pytest.fixture
def tina(client: Client, cast: Cast, academy: Course) -> Client:
    client.force_login(cast.tina)
    return client


def compared(client: Client, change) -> str:
    """What the comparison shows after `change` was made to the blocks of the English lesson, as text with marks."""
    page = lesson_page(language="en")
    first = page.latest_revision_id
    body = deepcopy(list(page.body.raw_data))
    body = change(body) or body
    page.body = json.dumps(body)
    last = page.save_revision()
    html = client.get(address("revisions_compare", page.pk, first, last.pk)).content.decode()
    assert "comparison" in html
    html = html[html.rindex("<tbody") : html.rindex("</tbody>")]
    assert "<dl" not in html  # not every line has a label, and a list of terms without terms misleads a screen reader
    html = re.sub(r'<span class="(deletion|addition)">(.*?)</span>', r"[\1:\2]", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def of(body: list, kind: str) -> dict:
    return next(block for block in body if block["type"] == kind)["value"]


def test_a_changed_block_is_named_and_shows_only_what_changed(tina: Client) -> None:
    def change(body: list) -> None:
        of(body, "scenario")["choices"][0]["value"]["why"] = "You spoke before her."

    shown = compared(tina, change)
    assert "Scenario changed Replies 1 · Why You spoke [deletion:first][addition:before her]." in shown
    assert "At the door." not in shown
    assert "4 blocks unchanged: Text, Standard, Heading, Do and don't" in shown
    assert "2 blocks unchanged: Check yourself, To remember" in shown


def test_a_point_added_in_a_list_leaves_its_neighbours_alone(tina: Client) -> None:
    def change(body: list) -> None:
        of(body, "do_dont")["do"].insert(
            0, {"type": "item", "value": "Stand up", "id": "22222222-0000-0000-0000-000000000000"}
        )

    shown = compared(tina, change)
    assert "Do and don't changed Do this 1 [addition:Stand up]" in shown
    assert "Look down" not in shown


def test_blocks_added_taken_out_and_moved_say_so(tina: Client) -> None:
    def change(body: list) -> list:
        heading = next(block for block in body if block["type"] == "heading")
        rest = [block for block in body if block["type"] not in ("remember", "heading")]
        new = {"type": "text", "value": {"ours": True, "text": "<p>One</p><p>Two</p>"}, "id": "3" * 8}
        return [*rest, heading, new]

    shown = compared(tina, change)
    assert "To remember taken out Speak first." in shown
    assert "Heading moved" in shown
    assert "Text added" in shown
    assert "Our own practice yes" in shown
    assert "One Two" in shown


def test_chinese_is_compared_by_its_characters() -> None:
    assert changes("先问候顾客", "先微笑问候顾客") == [
        (Change.KEPT, "先"),
        (Change.NEW, "微笑"),
        (Change.KEPT, "问候顾客"),
    ]
    assert changes("two words", "two swords") == [(Change.KEPT, "two "), (Change.GONE, "words"), (Change.NEW, "swords")]
    assert changes("", "新") == [(Change.NEW, "新")]
    assert changes("same", "same") == [(Change.KEPT, "same")]


def test_markup_in_a_text_is_shown_as_text(tina: Client) -> None:
    page = lesson_page(language="en")
    first = page.latest_revision_id
    body = deepcopy(list(page.body.raw_data))
    of(body, "do_dont")["do"][0]["value"] = "<img src=x onerror=alert(1)>"
    page.body = json.dumps(body)
    last = page.save_revision()
    html = tina.get(address("revisions_compare", page.pk, first, last.pk)).content.decode()
    assert "<img src=x" not in html
    assert "&lt;img" in html


def test_the_comparison_speaks_chinese(tina: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.tina.pk).update(language="zh-hans")
    page = lesson_page(language="zh-hans")
    first = page.latest_revision_id
    page.body = json.dumps(list(page.body.raw_data)[:-1])
    last = page.save_revision()
    html = tina.get(address("revisions_compare", page.pk, first, last.pk)).content.decode()
    assert "先开口。" in html
    assert "记住" in html
