"""A new version means something: nothing, signing again, or learning again, for exactly those who know the old one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from assessments.actions import standards
from assessments.actions.standards import Wording
from assessments.models import Standard
from foundation import notifications
from foundation.models import Job, Notice
from people.models import Employee, Position, Posting, User
from tests.factories import AT, EnrolmentFactory, employ, make_course
from training import impacts, reasons, sign_offs
from training.actions import changes
from training.actions.sign_off import acknowledge, sign
from training.models import Acknowledgement, Certificate, CertificateEvent, Change, Enrolment, Meaning
from training.rules.certificates import State
from training.selection import in_state

pytestmark = pytest.mark.django_db

NOW = AT + timedelta(days=10)  # when the new version was published
TOLD = {"en": "The first minute is new.", "zh-hans": "头一分钟不一样了。"}


@pytest.fixture
def course(db):
    return make_course("reception", lessons=2)


@pytest.fixture
def done(cast, course):
    """Carol and Dan completed the course before; Eve is in the middle; Bob has left since he completed it."""
    rounds = {name: completed(cast.employee(name), course) for name in ("carol", "dan", "bob")}
    rounds["eve"] = EnrolmentFactory(employee=cast.employee("eve"), course=course)
    Employee.objects.filter(pk=cast.employee("bob").pk).update(left_on=date(2026, 3, 5))
    return rounds


def completed(employee, course, on=AT):
    return EnrolmentFactory(employee=employee, course=course, assigned_at=AT, completed_at=on)


def certificate(enrolment, number: int, **more) -> Certificate:
    return Certificate.objects.create(
        code=f"5H-2026-AAAA-000{number}",
        employee=enrolment.employee,
        course=enrolment.course,
        enrolment=enrolment,
        name=enrolment.employee.name,
        wording={},
        issued_on=AT.date(),
        **more,
    )


@pytest.fixture
def change(course):
    return changes.record_course(course.pk, page_revision=7, title="First minute", language="en", at=NOW)


@pytest.fixture
def decide(cast, django_capture_on_commit_callbacks):
    def run(change, meaning, due_on=None, explanation=TOLD, at=NOW):
        with django_capture_on_commit_callbacks(execute=True):
            changes.decide(change.pk, meaning, explanation=explanation, due_on=due_on, by=cast.tina, at=at)
        change.refresh_from_db()
        return change

    return run


def rounds_of(employee):
    return list(Enrolment.objects.filter(employee=employee).order_by("round").values_list("round", "reason", "due_on"))


def told(user):
    with override("en"):
        return [notifications.worded(notice.kind, notice.values) for notice in Notice.objects.filter(recipient=user)]


# What it would touch


def test_before_deciding_one_sees_whom_each_meaning_touches(done, change, today):
    certificate(done["carol"], 1)
    certificate(done["dan"], 2, expires_on=today - timedelta(days=1))
    certificate(done["bob"], 3)
    impact = impacts.of(change, today)
    assert (impact.completed, impact.rounds, impact.running, impact.certificates) == (2, 2, 1, 1)
    assert [impact.people(meaning) for meaning in Meaning] == [0, 2, 2]


def test_what_was_completed_after_the_new_version_is_not_touched(cast, course, change, today):
    completed(cast.employee("carol"), course, on=NOW + timedelta(minutes=1))
    assert impacts.of(change, today).completed == 0


def test_a_standard_touches_signatures_and_the_courses_that_teach_it(cast, done, course, today):
    standard = greeting()
    lesson = course.lessons.first()
    lesson.standards.add(standard)
    sign(cast.employee("dan"), standard.revisions.get(), "en", AT)
    impact = impacts.of_target(standard, NOW, today)
    assert (impact.courses, impact.asked, impact.signed, impact.completed) == ([course], 4, 1, 2)
    assert [impact.people(meaning) for meaning in Meaning] == [0, 4, 4]
    lesson.published = False
    lesson.save()
    assert impacts.of_target(standard, NOW, today).courses == []


def greeting(must_sign: bool = True) -> Standard:
    standard = standards.open_standard("GREET-1")
    standards.publish(standard.pk, {"en": Wording("Greet", "Greet.")}, at=AT)
    Standard.objects.filter(pk=standard.pk).update(must_sign=must_sign)
    return Standard.objects.get(pk=standard.pk)


def revised(standard, text="Smile and greet.") -> Change:
    revision = standards.publish(standard.pk, {"en": Wording("Greet", text)}, at=NOW)
    return Change.objects.get(revision=revision)


# Recording


def test_a_publication_is_noted_once(course, change):
    again = changes.record_course(course.pk, page_revision=7, title="Other", language="en", at=NOW)
    assert again == change
    with override("en"):
        assert (change.meaning, change.name) == ("", "Reception etiquette · First minute")


def test_a_first_version_and_an_added_language_are_no_change(db):
    standard = greeting()
    standards.publish(standard.pk, {"zh-hans": Wording("问候", "问候。")}, at=NOW)
    assert not Change.objects.exists()
    assert revised(standard).revision.number == 3


# Cosmetic


def test_cosmetic_is_a_record_and_nothing_else(cast, done, change, decide):
    decide(change, Meaning.COSMETIC, explanation={})
    assert (change.meaning, change.decided_by, change.applied_at) == ("cosmetic", cast.tina, NOW)
    assert rounds_of(cast.employee("carol")) == [(1, "", None)]
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_cosmetic_leaves_signatures_standing(cast, decide):
    standard = greeting()
    sign(cast.employee("carol"), standard.revisions.get(), "en", AT)
    decide(revised(standard), Meaning.COSMETIC)
    assert sign_offs.owed_by(cast.employee("carol"), localdate()) == []


def test_what_is_decided_stays_decided(cast, done, change, decide):
    decide(change, Meaning.COSMETIC)
    decide(change, Meaning.RETRAIN)
    assert change.meaning == "cosmetic"
    assert Enrolment.objects.filter(round=2).count() == 0


# Sign again


def test_a_changed_course_is_to_be_acknowledged_by_those_who_completed_it(cast, done, change, decide):
    day = localdate() + timedelta(days=7)
    decide(change, Meaning.SIGN, due_on=day)
    assert (change.people, change.certificates, change.applied_at is not None) == (2, 0, True)
    assert told(cast.carol) == ["“Reception etiquette” has changed since you completed it. Read what is new."]
    assert told(cast.eve) == []
    carol = cast.employee("carol")
    assert list(sign_offs.owed_acknowledgements(carol)) == [change]
    assert list(sign_offs.owed_acknowledgements(cast.employee("eve"))) == []
    acknowledge(carol, change, "en", NOW)
    acknowledge(carol, change, "zh-hans", NOW)
    assert list(sign_offs.owed_acknowledgements(carol)) == []
    assert Acknowledgement.objects.get().language == "en"


def test_whoever_completed_the_new_version_need_not_acknowledge_it(cast, done, course, change, decide):
    decide(change, Meaning.SIGN)
    carol = cast.employee("carol")
    EnrolmentFactory(employee=carol, course=course, round=2, completed_at=NOW + timedelta(days=1))
    assert list(sign_offs.owed_acknowledgements(carol)) == []


def test_a_changed_standard_is_signed_anew(cast, decide):
    standard = greeting()
    carol = cast.employee("carol")
    sign(carol, standard.revisions.get(), "en", AT)
    change = decide(revised(standard), Meaning.SIGN, due_on=date(2026, 12, 1))
    standard.refresh_from_db()
    assert (standard.sign_from, change.people) == (2, 4)
    assert [owed.due_on for owed in sign_offs.owed_by(carol, localdate())] == [date(2026, 12, 1)]
    assert told(cast.carol) == ["GREET-1 “Greet” has changed. Read it and sign it by 2026-12-01."]


def test_deciding_late_does_not_bring_old_signatures_back(cast, decide):
    """A later version was decided on first: the older decision does not lower the bar."""
    standard = greeting()
    first, second = revised(standard), revised(standard, "Smile, and greet first.")
    decide(second, Meaning.SIGN)
    decide(first, Meaning.SIGN)
    standard.refresh_from_db()
    assert standard.sign_from == 3


def test_a_standard_that_is_not_to_be_signed_asks_nobody(cast, decide):
    change = decide(revised(greeting(must_sign=False)), Meaning.SIGN)
    assert change.people == 0
    assert not Notice.objects.exists()


# Retrain


def test_retraining_gives_a_new_round_to_those_who_completed_it_and_work_here(cast, done, course, change, decide):
    day = localdate() + timedelta(days=30)
    decide(change, Meaning.RETRAIN, due_on=day)
    reason = f"retrain:{change.pk}"
    for name in ("carol", "dan"):
        assert rounds_of(cast.employee(name)) == [(1, "", None), (2, reason, day)]
    assert rounds_of(cast.employee("eve")) == [(1, "", None)]
    assert rounds_of(cast.employee("bob")) == [(1, "", None)]
    assert change.people == 2
    assert told(cast.carol) == [f"“Reception etiquette” has changed: please take it again by {day}."]
    with override("en"):
        assert reasons.worded(reason, None) == "What it teaches has changed since you completed it."


def test_certificates_hold_until_the_due_date_and_stay_readable(cast, done, course, change, decide):
    day = localdate() + timedelta(days=30)
    held = certificate(done["carol"], 1)
    shorter = certificate(done["dan"], 2, expires_on=day - timedelta(days=1))
    decide(change, Meaning.RETRAIN, due_on=day)
    held.refresh_from_db()
    shorter.refresh_from_db()
    assert held.revoked_on == day + timedelta(days=1)
    event = held.events.get()
    assert (event.kind, event.on, event.by) == (CertificateEvent.Kind.SUPERSEDED, day + timedelta(days=1), cast.tina)
    assert (held.valid_until, shorter.valid_until) == (day, day - timedelta(days=1))
    assert [held.state(day), held.state(day + timedelta(days=1))] == [State.GENUINE, State.EXPIRED]
    assert list(Certificate.objects.filter(in_state("expired", day + timedelta(days=1)))) == [shorter, held]
    assert list(Certificate.objects.valid_on(day)) == [held]
    assert not Certificate.objects.valid_on(day + timedelta(days=1)).exists()
    assert (shorter.revoked_on, shorter.events.count()) == (None, 0)
    assert change.certificates == 1


def test_hr_and_verifiers_read_until_when_such_a_certificate_holds_and_why(client, cast, done, course, change, decide):
    day = localdate() + timedelta(days=30)
    held = certificate(done["carol"], 1)
    held.code = "5H-2026-AAAA-BBBB"
    held.save()
    decide(change, Meaning.RETRAIN, due_on=day)
    client.force_login(cast.alice)
    shown = client.get(reverse("certificates_office:certificate", args=[held.code])).content.decode()
    assert f"<dd>{day}</dd>" in shown
    assert f"<td>{change.name}</td>" in shown
    assert "retrain:" not in shown
    assert str(day) in client.get(reverse("certificates_office:index")).content.decode()
    assert f"valid until {day}" in client.get(reverse("training:verify", args=[held.code])).content.decode()
    answer = client.get(reverse("training:verify-json", args=[held.code])).json()
    assert (answer["state"], answer["expires_on"], answer["ended_on"]) == ("genuine", str(day), None)


def test_without_a_due_date_certificates_go_on_holding(done, change, decide):
    held = certificate(done["carol"], 1)
    decide(change, Meaning.RETRAIN)
    held.refresh_from_db()
    assert (held.revoked_on, change.certificates) == (None, 0)


def test_retraining_for_a_standard_reaches_every_course_that_shows_it(cast, done, course, decide):
    standard = greeting(must_sign=False)
    other = make_course("returns", lessons=1)
    hidden = make_course("hidden", lessons=1)
    hidden.lessons.update(published=False)
    for each in (course, other, hidden):
        each.lessons.first().standards.add(standard)
    completed(cast.employee("carol"), other)
    completed(cast.employee("carol"), hidden)
    change = decide(revised(standard), Meaning.RETRAIN)
    new = Enrolment.objects.filter(reason=f"retrain:{change.pk}").order_by("course__code", "employee__employee_no")
    assert [(each.course.code, each.employee.name) for each in new] == [
        ("reception", "Carol"),
        ("reception", "Dan"),
        ("returns", "Carol"),
    ]
    assert change.people == 2


def test_carrying_it_out_again_does_nothing_twice(cast, done, change, decide):
    certificate(done["carol"], 1)
    decide(change, Meaning.RETRAIN, due_on=localdate() + timedelta(days=3))
    Change.objects.filter(pk=change.pk).update(applied_at=None)
    again = changes.apply(change.pk, at=NOW, progress=lambda done, total: None)
    assert Enrolment.objects.filter(round__gt=1).count() == 2
    assert CertificateEvent.objects.count() == 1
    assert Notice.objects.count() == 2
    assert (again.people, again.certificates) == (2, 1)


def test_it_goes_on_where_it_stopped(cast, done, course, change, monkeypatch):
    """The first batch was written when the worker died; the second start does the rest and no more."""
    monkeypatch.setattr(changes, "BATCH", 1)
    changes.decide(change.pk, Meaning.RETRAIN, explanation=TOLD, due_on=None, by=cast.tina, at=NOW)

    class Died(Exception):
        pass

    def die(done, total):
        raise Died

    with pytest.raises(Died):
        changes.apply(change.pk, at=NOW, progress=die)
    assert Enrolment.objects.filter(round=2).count() == 1
    heard = []
    change = changes.apply(change.pk, at=NOW, progress=lambda done, total: heard.append((done, total)))
    assert Enrolment.objects.filter(round=2).count() == 2
    assert (change.people, Notice.objects.count()) == (2, 2)
    assert heard == [(1, 1)]


def test_whoever_took_the_round_back_is_not_given_it_again(cast, done, change, decide):
    decide(change, Meaning.RETRAIN)
    Enrolment.objects.filter(round=2, employee=cast.employee("carol")).update(withdrawn_at=NOW)
    Change.objects.filter(pk=change.pk).update(applied_at=None)
    changes.apply(change.pk, at=NOW, progress=lambda done, total: None)
    assert len(rounds_of(cast.employee("carol"))) == 2


def test_a_withdrawn_round_in_between_does_not_stand_in_the_way(cast, done, course, change, decide):
    carol = cast.employee("carol")
    EnrolmentFactory(employee=carol, course=course, round=2, withdrawn_at=AT)
    decide(change, Meaning.RETRAIN)
    assert [number for number, _reason, _due in rounds_of(carol)] == [1, 2, 3]


def crowd(course, number: int, first: int) -> None:
    """So many people who completed the course and hold its certificate, written in a few statements."""
    unit, position = Posting.objects.first().unit, Position.objects.get(code="sales")
    names = [f"{n:06}" for n in range(first, first + number)]
    users = User.objects.bulk_create(User(username=name, name=name) for name in names)
    people = Employee.objects.bulk_create(
        Employee(employee_no=name, name=name, hired_on=date(2024, 1, 1), user=user)
        for name, user in zip(names, users, strict=True)
    )
    Posting.objects.bulk_create(
        Posting(employee=each, unit=unit, position=position, starts_on=each.hired_on) for each in people
    )
    rounds = Enrolment.objects.bulk_create(
        Enrolment(employee=each, course=course, assigned_at=AT, completed_at=AT) for each in people
    )
    Certificate.objects.bulk_create(
        Certificate(
            code=f"C{each.employee_id}", employee_id=each.employee_id, course=course, enrolment=each, name="",
            wording={}, issued_on=AT.date(),
        )
        for each in rounds
    )  # fmt: skip


def test_two_thousand_people_cost_no_more_reads_than_twenty(cast, course):
    """Rows are written in batches; nothing is asked of the database person by person."""
    counted = []
    for page, (number, first) in enumerate(((20, 100_000), (2_000, 200_000))):
        crowd(course, number, first)
        change = changes.record_course(course.pk, page_revision=page, title="", language="en", at=NOW)
        with CaptureQueriesContext(connection) as queries:
            changes.decide(change.pk, Meaning.RETRAIN, explanation=TOLD, due_on=localdate(), by=cast.tina, at=NOW)
            done = changes.apply(change.pk, at=NOW, progress=lambda done, total: None)
        assert (done.people, done.certificates) == (number, number)
        inserts = [each for each in queries if each["sql"].startswith("INSERT")]
        counted.append(len(queries) - len(inserts))
        assert len(inserts) <= 10 + number * 40 // 999
        Enrolment.objects.filter(completed_at=None).update(withdrawn_at=NOW)
        Enrolment.objects.filter(employee__employee_no__startswith="1").update(withdrawn_at=NOW)
    assert counted[1] == counted[0]


# What learners read


def test_the_learner_reads_what_changed_and_says_so(client, cast, done, change, decide):
    decide(change, Meaning.SIGN, due_on=date(2026, 12, 1))
    client.force_login(cast.carol)
    url = reverse("training:change", args=[change.pk])
    shown = client.get(url).content.decode()
    assert "The first minute is new." in shown
    assert "by 2026-12-01" in shown
    said = client.post(url, follow=True).content.decode()
    assert "Thank you. It is noted that you have read it." in said
    assert "I have read it" not in said
    client.post(url)
    assert Acknowledgement.objects.get().employee == cast.employee("carol")


def test_nobody_acknowledges_what_does_not_concern_them(client, cast, done, change, decide):
    decide(change, Meaning.SIGN)
    client.force_login(cast.eve)
    url = reverse("training:change", args=[change.pk])
    assert "I have read it" not in client.get(url).content.decode()
    client.post(url)
    assert not Acknowledgement.objects.exists()


def test_what_is_not_decided_is_not_there_yet(client, cast, done, change):
    client.force_login(cast.carol)
    assert client.get(reverse("training:change", args=[change.pk])).status_code == 404


def test_a_course_says_what_changed_to_those_who_knew_it(cast, done, course, change, decide):
    decide(change, Meaning.RETRAIN)
    assert sign_offs.told_of(cast.employee("carol"), course) == change
    assert sign_offs.told_of(cast.employee("eve"), course) is None


# The office


def test_the_trainer_decides_afterwards(client, cast, done, change, django_capture_on_commit_callbacks):
    client.force_login(cast.tina)
    listed = client.get(reverse("changes:index")).content.decode()
    assert "Reception etiquette · First minute" in listed
    url = reverse("changes:change", args=[change.pk])
    asked = client.get(url).content.decode()
    assert "touches 2 people" in asked
    form = {"meaning": "retrain", "explanation_en": "New.", "explanation_zh_hans": "新。", "due_on": "2099-01-01"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, form).status_code == 302
    change.refresh_from_db()
    assert (change.meaning, change.due_on, change.people) == ("retrain", date(2099, 1, 1), 2)
    assert change.explanation == {"en": "New.", "zh-hans": "新。"}
    job = Job.objects.get()
    assert (job.state, job.outcome["sentence"]) == ("done", "It touched 2 people; they have been told.")
    assert "<dd>retrain</dd>" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"explanation_en": "New.", "explanation_zh_hans": "新。"}, "Choose one of the three."),
        ({"meaning": "sign", "explanation_en": "New."}, "Say it in Simplified Chinese too."),
        (
            {"meaning": "sign", "explanation_en": "New.", "explanation_zh_hans": "新。", "due_on": "2020-01-01"},
            "This day is over. Choose today or a later one.",
        ),
    ],
)
def test_a_decision_that_lacks_something_is_not_taken(client, cast, done, change, form, sentence):
    client.force_login(cast.tina)
    response = client.post(reverse("changes:change", args=[change.pk]), form)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "New." in page
    change.refresh_from_db()
    assert change.meaning == ""


def test_what_broke_down_can_be_taken_up(client, cast, done, change, django_capture_on_commit_callbacks):
    changes.decide(change.pk, Meaning.RETRAIN, explanation=TOLD, due_on=None, by=cast.tina, at=NOW)
    client.force_login(cast.tina)
    assert "It stopped? Go on" in client.get(reverse("changes:change", args=[change.pk])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("changes:resume", args=[change.pk]))
    change.refresh_from_db()
    assert (change.people, change.applied_at is not None) == (2, True)
    client.post(reverse("changes:resume", args=[change.pk]))
    assert Job.objects.count() == 2


def test_deciding_costs_the_same_for_two_people_and_for_twenty(client, cast, course, change):
    client.force_login(cast.tina)
    url = reverse("changes:change", args=[change.pk])

    def more(numbers):
        for n in numbers:
            certificate(completed(employ(f"3{n:04}", f"P{n}", cast.store), course), n)

    more(range(2))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    more(range(2, 20))
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few)
