"""A dialogue leads somewhere: in its source, in the editor, and in both languages alike."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from cms.blocks.practice import DialogueBlock
from cms.models import LessonPage
from cms.rules.dialogue import Fault, Line, Reply, Wrong, faults
from tests.cms import sources
from tests.cms.bodies import TALK
from tests.cms.conftest import lesson_page


def line(id: str, *leads: str) -> Line:
    return Line(id, [Reply(good=number == 0, next=to) for number, to in enumerate(leads)])


def test_a_talk_with_branches_and_a_way_back_is_sound() -> None:
    talk = [line("start", "calm", "angry"), line("calm", "", "angry"), line("angry", "end", "angry"), line("end")]
    assert faults(talk) == []


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        ([], [Fault(Wrong.EMPTY)]),
        ([line("a", "b", "c"), line("b")], [Fault(Wrong.UNKNOWN, 0, 1)]),
        ([line("a", "", ""), line("a")], [Fault(Wrong.TWICE, 1)]),
        ([line("a", "")], [Fault(Wrong.ALONE, 0)]),
        ([Line("a", [Reply(False), Reply(False)])], [Fault(Wrong.NO_GOOD, 0)]),
        ([line("a", "", ""), line("b")], [Fault(Wrong.UNREACHABLE, 1)]),
        ([line("a", "b", ""), line("b", "b", "b")], [Fault(Wrong.ENDLESS, 1)]),
        ([line("a", "b", "b"), line("b", "a", "a")], [Fault(Wrong.ENDLESS, 0), Fault(Wrong.ENDLESS, 1)]),
    ],
)
def test_what_leads_astray_is_named(talk: list[Line], expected: list[Fault]) -> None:
    assert faults(talk) == expected


def source_talk() -> dict[str, Any]:
    """TALK as its source writes it, without the mark."""
    return {key: deepcopy(TALK[key]) for key in ("setting", "lines")}


def with_block(content: Path, block: dict[str, Any]) -> None:
    lesson = sources.read(content, sources.HELLO)
    lesson["blocks"].append(block)
    sources.write(content, sources.HELLO, lesson)


def test_the_new_kinds_are_loaded(content: Path, load: Callable[[], str]) -> None:
    cards = {"cards": [{"front": "热心", "back": "先问候"}, {"front": "细心", "back": "看两遍"}]}
    ticks = {"title": "开门前", "items": ["镜子", "工牌"]}
    with_block(content, {"kind": "dialogue", **sources.both(source_talk(), source_talk())})
    with_block(content, {"kind": "flip_cards", **sources.both(cards, cards), "ours": True})
    with_block(content, {"kind": "checklist", **sources.both(ticks, ticks)})
    load()
    zh, en = lesson_page(language="zh-hans").body, lesson_page(language="en").body
    talk, turned, ticked = list(zh)[-3:]
    assert [each["id"] for each in talk.value["lines"]] == ["start", "calm", "angry", "end"]
    assert talk.value["lines"][1]["replies"][0]["next"] == "end"
    assert (turned.value["cards"][1]["back"], turned.value["ours"]) == ("看两遍", True)
    assert list(ticked.value["items"]) == ["镜子", "工牌"]
    assert [block.id for block in zh] == [block.id for block in en]


def test_a_new_text_leaves_the_ids_of_other_blocks(content: Path, load: Callable[[], str]) -> None:
    load()
    before = {block.block_type: block.id for block in lesson_page().body}
    lesson = sources.read(content, sources.HELLO)
    lesson["blocks"].insert(0, {"kind": "remember", **sources.both("先看。", "Look first.")})
    sources.write(content, sources.HELLO, lesson)
    load()
    after = {block.block_type: block.id for block in lesson_page().body if block.block_type != "remember"}
    assert after.items() <= before.items()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: lines[0]["replies"][0].update(next="nowhere"), "reply no. 1 leads to nowhere"),
        (lambda lines: lines[3].update(id="Das Ende"), "is no id"),
        (lambda lines: lines.append(dict(lines[3])), "second time"),
        (lambda lines: lines[2]["replies"][0].update(next="angry"), "never ends"),
        (lambda lines: lines.append({"id": "lost", "customer": "?", "replies": []}), "no reply leads here"),
        (lambda lines: lines[0]["replies"].pop(), "has one reply"),
        (lambda lines: lines[0]["replies"][0].update(good=False), "at least one reply must be good"),
        (lambda lines: lines[0]["replies"][0].pop("next"), "next is missing"),
    ],
)
def test_a_broken_source_is_refused_in_a_sentence(
    content: Path, load: Callable[[], str], change: Callable[[list[Any]], Any], sentence: str
) -> None:
    talk = source_talk()
    change(talk["lines"])
    with_block(content, {"kind": "dialogue", **sources.both(talk, talk)})
    with pytest.raises(CommandError, match=sentence):
        load()
    assert not LessonPage.objects.exists()


def test_both_languages_lead_the_same_way(content: Path, load: Callable[[], str]) -> None:
    other = source_talk()
    other["lines"][0]["replies"][0]["next"] = "angry"
    other["lines"][0]["replies"][1]["next"] = "calm"
    with_block(content, {"kind": "dialogue", "zh-hans": source_talk(), "en": other})
    with pytest.raises(CommandError, match="the languages differ in shape"):
        load()


def cleaned(change: Callable[[dict[str, Any]], Any]) -> ValidationError:
    talk = deepcopy(TALK)
    change(talk)
    block = DialogueBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(talk))
    return refused.value


def test_a_sound_dialogue_passes_the_editor() -> None:
    block = DialogueBlock()
    assert len(block.clean(block.to_python(TALK))["lines"]) == 4


def test_the_editor_names_an_unknown_line_at_the_reply() -> None:
    error = cleaned(lambda talk: talk["lines"][0]["replies"][1].update(next="nowhere"))
    reply = error.block_errors["lines"].block_errors[0].block_errors["replies"].block_errors[1]
    assert reply.block_errors["next"].message == ("There is no line “nowhere”. Use the short name of a line.")


def test_the_editor_wants_the_customers_reaction_to_every_reply() -> None:
    error = cleaned(lambda talk: talk["lines"][1]["replies"][0].update(next=""))
    reply = error.block_errors["lines"].block_errors[1].block_errors["replies"].block_errors[0]
    assert list(reply.block_errors) == ["next"]
    assert reply.block_errors["next"].code == "required"


def test_the_editor_names_a_line_that_nothing_leads_to() -> None:
    error = cleaned(lambda talk: talk["lines"].append({"id": "lost", "customer": "?", "replies": []}))
    assert error.block_errors["lines"].block_errors[4].block_errors["id"].message == (
        "No reply leads to “lost” from the first line. Lead one there, or take the line out."
    )


def test_the_editor_names_a_talk_without_an_end() -> None:
    error = cleaned(lambda talk: talk["lines"][2]["replies"][0].update(next="angry"))
    assert error.block_errors["lines"].block_errors[2].block_errors["id"].message == (
        "From “angry” the talk never ends. Let a reply lead on to an end."
    )


def test_the_editor_wants_a_choice_and_a_good_reply() -> None:
    alone = cleaned(lambda talk: talk["lines"][0]["replies"].pop())
    replies = alone.block_errors["lines"].block_errors[0].block_errors["replies"]
    assert list(replies.non_block_errors) == ["One reply is no choice. Give two to four, or none where the talk ends."]
