"""What a standard says becomes a revision whenever it says something else; files bring titles and lose nothing."""

from pathlib import Path

import pytest
from django.utils.translation import override

from assessments.actions import standards
from assessments.actions.standards import Wording
from assessments.clocks import in_words, sentences
from assessments.models import Standard, StandardRevision
from assessments.rules.standards import Reading, Span, differs, is_news, plain, span
from assessments.signals import standard_revised
from foundation.data.dump import dump
from foundation.data.kinds import kinds
from foundation.data.load import load
from tests.factories import AT

CHINESE = Wording("先问候", "顾客进店先问候。", "<p>看着对方。</p>")
ENGLISH = Wording("Greet first", "Greet every customer.", "<p>Look at them.</p>")


@pytest.fixture
def greeting(db):
    standard = standards.open_standard("GREET-1")
    standards.publish(standard.pk, {"zh-hans": CHINESE, "en": ENGLISH}, at=AT)
    return Standard.objects.get(pk=standard.pk)


@pytest.fixture
def heard():
    """What is announced about revisions."""
    found = []

    def listen(news, revisions, **kwargs):
        found.append(([each.number for each in revisions], [each.number for each in news]))

    standard_revised.connect(listen)
    yield found
    standard_revised.disconnect(listen)


def numbers(standard):
    return list(standard.revisions.order_by("number").values_list("number", flat=True))


def test_one_publication_is_one_revision(greeting):
    revision = greeting.revisions.get()
    assert (revision.number, revision.published_at) == (1, AT)
    assert revision.titles == {"zh-hans": "先问候", "en": "Greet first"}
    assert revision.details["en"] == "<p>Look at them.</p>"
    assert greeting.published


def test_publishing_the_same_again_makes_none(greeting, heard):
    assert standards.publish(greeting.pk, {"en": ENGLISH}, at=AT) is None
    marked = Wording(ENGLISH.title, ENGLISH.text, '<p data-block-key="ab1">Look at them.</p>')
    assert standards.publish(greeting.pk, {"en": marked}, at=AT) is None
    assert (numbers(greeting), heard) == ([1], [])


def test_another_detail_is_another_revision_and_the_other_language_stays(greeting, heard):
    detail = Wording(ENGLISH.title, ENGLISH.text, "<p>Smile.</p>")
    revision = standards.publish(greeting.pk, {"en": detail}, at=AT)
    assert revision.number == 2
    assert revision.details == {"zh-hans": "<p>看着对方。</p>", "en": "<p>Smile.</p>"}
    assert revision.texts["zh-hans"] == "顾客进店先问候。"
    assert heard == [([2], [2])]


def test_a_language_that_is_added_is_no_news(db, heard):
    standard = standards.open_standard("BAG-1")
    standards.publish(standard.pk, {"zh-hans": CHINESE}, at=AT)
    standards.publish(standard.pk, {"en": ENGLISH}, at=AT)
    assert heard == [([1], []), ([2], [])]


def test_other_clocks_are_another_revision(greeting, heard):
    greeting.respond_minutes = 15
    greeting.save()
    standards.revise([greeting], at=AT)
    standards.revise([greeting], at=AT)
    assert numbers(greeting) == [1, 2]
    assert greeting.revisions.get(number=2).respond_minutes == 15
    assert heard == [([2], [2])]


def test_a_day_of_coming_into_force_alone_is_none(greeting):
    greeting.effective_on = AT.date()
    greeting.save()
    assert standards.revise([greeting], at=AT) == []


def test_revising_costs_the_same_for_two_and_for_twenty(db, django_assert_num_queries):
    Standard.objects.bulk_create(Standard(code=f"S-{n}", titles={"en": "One"}) for n in range(22))
    for count in (2, 20):
        some = list(Standard.objects.filter(revisions=None)[:count])
        with django_assert_num_queries(4):  # the latest ones, the insert and its savepoint
            standards.revise(some, at=AT)


def test_a_reading_is_compared_language_by_language():
    before = Reading({"en": "Greet"}, {"en": "Greet all."}, {"en": ""}, respond=15)
    assert not differs(before, Reading({"en": "Greet"}, {"en": "Greet all."}, {}, respond=15))
    assert differs(before, Reading({"en": "Greet"}, {"en": "Greet all."}, respond=20))
    assert differs(None, Reading())
    added = Reading({"en": "Greet", "zh-hans": "问候"}, {"en": "Greet all."}, respond=15)
    assert differs(before, added)
    assert not is_news(before, added)
    assert is_news(before, Reading({"en": "Smile", "zh-hans": "问候"}, {"en": "Greet all."}, respond=15))
    assert is_news(before, Reading({}, {}, respond=15))
    assert not is_news(None, added)
    assert plain('<p data-block-key="x1">a</p>') == "<p>a</p>"


@pytest.mark.parametrize(
    ("minutes", "length", "english", "chinese"),
    [
        (1, Span(minutes=1), "1 minute", "1"),
        (15, Span(minutes=15), "15 minutes", "15"),
        (60, Span(hours=1), "1 hour", "1"),
        (90, Span(hours=1, minutes=30), "1 hour 30 minutes", "1"),
        (1440, Span(hours=24), "24 hours", "24"),
        (2880, Span(hours=48), "48 hours", "48"),
        (4320, Span(days=3), "3 days", "3"),
        (4350, Span(hours=72, minutes=30), "72 hours 30 minutes", "72"),
    ],
)
def test_a_clock_is_read_as_people_say_it(minutes, length, english, chinese):
    assert span(minutes) == length
    with override("en"):
        assert in_words(minutes) == english
    with override("zh-hans"):
        assert in_words(minutes).startswith(chinese)


def test_both_clocks_are_sentences():
    with override("en"):
        assert sentences(15, 2880) == ["Respond within 15 minutes.", "Resolve it within 48 hours."]
    assert sentences(None, None) == []


# Files


@pytest.fixture
def bring(tmp_path: Path, at, today):
    def run(text: str):
        path = tmp_path / "standards.csv"
        path.write_text(text, encoding="utf-8")
        return load(kinds["standards"], path, by=None, at=at, today=today)

    return run


def dumped() -> list[list[str]]:
    return list(dump(kinds["standards"]()))


def test_a_file_brings_titles_and_leaves_the_other_language_alone(greeting, bring):
    outcome = bring("code,title,category\nGREET-1,先微笑,接待\nBAG-1,问袋,收银\n")
    assert (outcome.created, outcome.updated, outcome.unchanged) == (1, 1, 0)
    greeting.refresh_from_db()
    assert greeting.titles == {"zh-hans": "先微笑", "en": "Greet first"}
    assert greeting.texts["zh-hans"] == "顾客进店先问候。"
    assert greeting.category == "接待"
    assert numbers(greeting) == [1, 2]
    assert greeting.revisions.get(number=2).titles == {"zh-hans": "先微笑", "en": "Greet first"}
    loaded = Standard.objects.get(code="BAG-1")
    assert (loaded.titles, loaded.published, numbers(loaded)) == ({"zh-hans": "问袋"}, False, [1])


def test_the_same_file_again_changes_nothing(greeting, bring):
    text = "code,title,category\nGREET-1,先微笑,接待\n"
    bring(text)
    outcome = bring(text)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 1)
    assert numbers(greeting) == [1, 2]


def test_a_file_without_categories_leaves_them(greeting, bring):
    bring("code,title,category\nGREET-1,先问候,接待\n")
    outcome = bring("code,title\nGREET-1,先问候\n")
    assert outcome.unchanged == 1
    greeting.refresh_from_db()
    assert greeting.category == "接待"
    assert numbers(greeting) == [1]


def test_what_is_dumped_can_be_loaded(greeting, bring):
    Standard.objects.create(code="EN-1", titles={"en": "Only English"}, category="till")
    rows = dumped()
    assert rows == [
        ["code", "title", "category"],
        ["EN-1", "Only English", "till"],
        ["GREET-1", "先问候", ""],
    ]
    outcome = bring("\n".join(",".join(row) for row in rows) + "\n")
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 2)
    assert Standard.objects.get(code="EN-1").titles == {"en": "Only English"}


def test_a_bad_row_writes_nothing(greeting, bring):
    outcome = bring(f"code,title\nGREET-1,先微笑\nBAD-1,\nLONG-1,{'长' * 201}\n")
    assert [bad.row for bad in outcome.report.rows()] == [3, 4]
    greeting.refresh_from_db()
    assert greeting.titles["zh-hans"] == "先问候"
    assert StandardRevision.objects.count() == 1
