"""People read a standard and sign for exactly the version they read; whoever has not is found."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.actions import standards
from assessments.actions.standards import Wording
from assessments.models import Standard
from people.models import Position, Unit
from tests.factories import AT, PositionFactory, UserFactory, employ, grant
from training import sign_offs
from training.actions import changes
from training.actions.sign_off import sign
from training.models import Change, Meaning, Signature

pytestmark = pytest.mark.django_db


def write(code: str, text: str = "Greet everybody.", *, must_sign: bool = True) -> Standard:
    standard = standards.open_standard(code)
    standards.publish(standard.pk, {"en": Wording(f"{code} title", text), "zh-hans": Wording("标题", "内容")}, at=AT)
    Standard.objects.filter(pk=standard.pk).update(must_sign=must_sign, category="reception")
    return Standard.objects.get(pk=standard.pk)


def latest(standard):
    return standard.revisions.order_by("-number").first()


@pytest.fixture
def greeting(db):
    return write("GREET-1")


@pytest.fixture
def carol(cast):
    return cast.employee("carol")


def codes_owed(employee, on=None):
    return [owed.standard.code for owed in sign_offs.owed_by(employee, on or localdate())]


def again(standard, text: str, tina, meaning=Meaning.SIGN, due_on=None) -> Change:
    """Publish another version, and decide on it."""
    revision = standards.publish(standard.pk, {"en": Wording("Greet", text)}, at=AT + timedelta(days=1))
    change = Change.objects.get(revision=revision)
    told = {"en": "You greet from further away.", "zh-hans": "更远就要问候。"}
    return changes.decide(change.pk, meaning, explanation=told, due_on=due_on, by=tina, at=AT + timedelta(days=1))


# Whom it asks


def test_whoever_is_posted_owes_until_they_sign(greeting, carol):
    assert codes_owed(carol) == ["GREET-1"]
    sign(carol, latest(greeting), "en", AT)
    assert codes_owed(carol) == []


def test_only_its_positions_are_asked(greeting, cast, carol):
    greeting.positions.add(PositionFactory(code="manager", name="店长"))
    assert codes_owed(carol) == []
    assert codes_owed(cast.employee("bob")) == ["GREET-1"]


def test_nobody_is_asked_before_their_posting_nor_for_what_is_withdrawn(greeting, carol):
    assert codes_owed(carol, date(2023, 12, 31)) == []
    standards.withdraw(greeting.pk)
    assert codes_owed(carol) == []


def test_the_sets_say_what_the_single_persons_say(greeting, cast):
    """One truth, asked in four ways: by person, for all people, by standard, and as pairs."""
    today = localdate()
    named = write("TILL-1")
    named.positions.add(Position.objects.get(code="manager"), PositionFactory(code="till"))
    write("FREE-1", must_sign=False)
    sign(cast.employee("dan"), latest(greeting), "zh-hans", AT)
    everybody = [cast.employee(name) for name in ("bob", "carol", "dan", "eve")]
    by_person = {each.pk: codes_owed(each) for each in everybody}
    assert by_person == {
        cast.employee("bob").pk: ["GREET-1", "TILL-1"],
        cast.employee("carol").pk: ["GREET-1"],
        cast.employee("dan").pk: [],
        cast.employee("eve").pk: ["GREET-1"],
    }
    owing = sign_offs.owing(today).with_posting(today)
    assert {each.pk: each.owed for each in owing} == {pk: len(codes) for pk, codes in by_person.items() if codes}
    assert {pk: [each.code for each in owed] for pk, owed in sign_offs.owed_of(owing).items()} == {
        pk: codes for pk, codes in by_person.items() if codes
    }
    pairs = {(employee, Standard.objects.get(pk=pk).code) for employee, pk in sign_offs.owed(today)}
    assert pairs == {(pk, code) for pk, codes in by_person.items() for code in codes}
    assert {pk: (each.asked, each.signed, each.owing) for pk, each in sign_offs.tallies(today).items()} == {
        greeting.pk: (4, 1, 3),
        named.pk: (1, 0, 1),
    }
    assert set(sign_offs.unsigned(greeting, today)) == {cast.employee(name) for name in ("bob", "carol", "eve")}


def test_pairs_can_be_narrowed_to_units(greeting, cast):
    pairs = list(sign_offs.owed(localdate(), Unit.objects.under([cast.other_store])))
    assert pairs == [(cast.employee("eve").pk, greeting.pk)]


def test_without_a_standard_to_sign_nobody_owes(cast):
    write("FREE-1", must_sign=False)
    assert list(sign_offs.owed(localdate())) == []
    assert sign_offs.tallies(localdate()) == {}
    assert not sign_offs.owing(localdate()).exists()


# Signing


def page(client, code="GREET-1"):
    return client.get(reverse("cms:standard", args=[code]))


def post(client, revision, language="en", code="GREET-1", **more):
    form = {"revision": revision, "language": language, "read": "yes", **more}
    return client.post(reverse("cms:standard-sign", args=[code]), form, follow=True)


def test_i_read_it_in_my_language_and_sign(client, cast, greeting, carol):
    client.force_login(cast.carol)
    shown = page(client).content.decode()
    assert "Greet everybody." in shown
    assert f'name="revision" value="{latest(greeting).pk}"' in shown
    said = post(client, latest(greeting).pk).content.decode()
    signature = Signature.objects.get()
    assert (signature.employee, signature.revision, signature.language) == (carol, latest(greeting), "en")
    assert "Signed: GREET-1, version 1. Thank you." in said
    assert "You signed version 1 on" in said
    assert 'name="revision"' not in said


def test_signing_twice_signs_once(client, cast, greeting):
    client.force_login(cast.carol)
    post(client, latest(greeting).pk)
    first = Signature.objects.get()
    post(client, latest(greeting).pk, language="zh-hans")
    assert Signature.objects.get() == first
    assert Signature.objects.get().language == "en"


def test_what_was_read_is_signed_even_if_a_new_version_came_out_meanwhile(client, cast, greeting, carol):
    client.force_login(cast.carol)
    page(client)
    read = latest(greeting)
    again(greeting, "Greet everybody within ten steps.", cast.tina)
    said = post(client, read.pk).content.decode()
    assert Signature.objects.get().revision == read
    assert "You signed version 1, the one you read. Version 2 has come out meanwhile and asks for" in said
    assert "Greet everybody within ten steps." in said
    assert f'name="revision" value="{latest(greeting).pk}"' in said
    assert codes_owed(carol) == ["GREET-1"]
    post(client, latest(greeting).pk)
    assert codes_owed(carol) == []


def test_a_cosmetic_version_meanwhile_asks_for_nothing(client, cast, greeting, carol):
    client.force_login(cast.carol)
    read = latest(greeting)
    again(greeting, "Greet everyone.", cast.tina, Meaning.COSMETIC)
    said = post(client, read.pk).content.decode()
    assert "Version 2 has come out meanwhile: here it is." in said
    assert "Your signature holds for this version, too." in said
    assert codes_owed(carol) == []


def test_sign_again_ends_older_signatures_and_says_why(client, cast, greeting, carol):
    sign(carol, latest(greeting), "en", AT)
    day = localdate() + timedelta(days=9)
    again(greeting, "Within ten steps.", cast.tina, due_on=day)
    owed = sign_offs.owed_by(carol, localdate())
    assert [(each.standard.code, each.due_on, each.url) for each in owed] == [("GREET-1", day, "/standards/GREET-1/")]
    client.force_login(cast.carol)
    shown = page(client).content.decode()
    assert "Changed since you signed it" in shown
    assert "You greet from further away." in shown
    assert f"by {day}" in shown
    assert "an older version" in client.get(reverse("cms:standards")).content.decode()


@pytest.mark.parametrize(
    "form",
    [{"revision": ""}, {"revision": "x"}, {"revision": "99999999"}, {"revision": "9" * 30}, {"language": "fr"}],
)
def test_what_was_never_shown_cannot_be_signed(client, cast, greeting, form):
    client.force_login(cast.carol)
    told = {"revision": latest(greeting).pk, "language": "en", "read": "yes", **form}
    assert client.post(reverse("cms:standard-sign", args=["GREET-1"]), told).status_code == 404
    assert not Signature.objects.exists()


def test_the_version_of_another_standard_cannot_be_signed_here(client, cast, greeting):
    other = write("OTHER-1")
    client.force_login(cast.carol)
    assert post(client, latest(other).pk).status_code == 404
    assert not Signature.objects.exists()


def test_without_the_tick_nothing_is_signed(client, cast, greeting):
    client.force_login(cast.carol)
    said = post(client, latest(greeting).pk, read="").content.decode()
    assert "Tick first that you have read it." in said
    assert not Signature.objects.exists()


def test_nobody_signs_what_asks_for_nothing_nor_without_being_an_employee(client, cast, greeting):
    free = write("FREE-1", must_sign=False)
    client.force_login(cast.carol)
    post(client, latest(free).pk, code="FREE-1")
    client.force_login(cast.tina)
    assert 'name="revision"' not in page(client).content.decode()
    post(client, latest(greeting).pk)
    assert not Signature.objects.exists()


def test_a_mystery_shopper_finds_no_standard(client, cast, greeting):
    client.force_login(cast.mallory)
    assert page(client).status_code == 404
    assert client.get(reverse("cms:standards")).status_code == 404


def test_my_signatures_stand_in_the_library(client, cast, greeting, carol):
    sign(carol, latest(greeting), "en", AT)
    client.force_login(cast.carol)
    shown = client.get(reverse("cms:standards")).content.decode()
    assert "What you have signed" in shown
    assert "version 1, signed 2026-03-02 10:00" in shown


# Managers and the office


def test_a_manager_sees_who_of_the_team_has_not_signed(client, cast, greeting, carol):
    sign(carol, latest(greeting), "en", AT)
    client.force_login(cast.bob)
    response = client.get(reverse("training:team-standards"))
    assert [each["employee"].name for each in response.context["members"]] == ["Dan"]
    shown = response.content.decode()
    assert "1 of 2 signed" in shown
    assert "GREET-1 title" in shown
    found = client.get(reverse("training:team-standards"), {"q": "nobody"})
    assert "Nobody of this name has anything left to sign." in found.content.decode()


def test_the_office_counts_by_standard_and_names_people(client, cast, greeting, carol):
    sign(carol, latest(greeting), "en", AT)
    client.force_login(cast.alice)
    rows = client.get(reverse("signatures:index")).context["rows"]
    assert [(row["standard"], row["tally"]) for row in rows] == [(greeting, sign_offs.Tally(4, 1))]
    opened = client.get(reverse("signatures:standard", args=[greeting.pk]))
    assert [each.name for each in opened.context["page"].object_list] == ["Bob", "Dan", "Eve"]


def test_the_office_sees_its_own_units_only(client, cast, greeting):
    trainer = UserFactory(username="trainer-two")
    grant(trainer, "trainer", cast.other_store)
    client.force_login(trainer)
    opened = client.get(reverse("signatures:standard", args=[greeting.pk]))
    assert [each.name for each in opened.context["page"].object_list] == ["Eve"]
    assert [row["tally"] for row in client.get(reverse("signatures:index")).context["rows"]] == [sign_offs.Tally(1, 0)]


def sheet(client, **query):
    response = client.get(reverse("signatures:sheet"), query)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.iter_rows(min_row=2, values_only=True)]


def test_the_workbook_has_a_row_for_every_missing_signature(client, cast, greeting, carol):
    other = write("TILL-1")
    other.positions.add(Position.objects.get(code="manager"))
    sign(carol, latest(greeting), "en", AT)
    client.force_login(cast.alice)
    assert [(row[0], row[2], row[3]) for row in sheet(client)] == [
        ("GREET-1", "00001", "Bob"),
        ("TILL-1", "00001", "Bob"),
        ("GREET-1", "00003", "Dan"),
        ("GREET-1", "00004", "Eve"),
    ]
    assert sheet(client, standard=other.pk) == [
        ["TILL-1", "TILL-1 title", "00001", "Bob", "湖滨店", "导购", None],
    ]


@pytest.mark.parametrize("path", ["team", "list", "one", "sheet", "library", "standard"])
def test_it_costs_the_same_with_two_and_with_twenty(client, cast, path):
    def more(numbers):
        for n in numbers:
            standard = write(f"S-{n:02}")
            if n % 2:
                standard.positions.add(PositionFactory(code="sales"))
            person = employ(f"2{n:04}", f"Person {n}", cast.store)
            if n % 3 == 0:
                sign(person, latest(standard), "en", AT)

    urls = {
        "team": (cast.bob, "/team/standards/"),
        "list": (cast.alice, "/admin/signatures/"),
        "one": (cast.alice, "/admin/signatures/{pk}/"),
        "sheet": (cast.alice, "/admin/signatures/unsigned.xlsx"),
        "library": (cast.carol, "/standards/"),
        "standard": (cast.carol, "/standards/S-00/"),
    }
    who, url = urls[path]
    more(range(2))
    client.force_login(who)
    url = url.format(pk=Standard.objects.get(code="S-00").pk)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    more(range(2, 20))
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few)
