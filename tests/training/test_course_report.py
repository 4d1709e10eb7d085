"""How a course did: the funnel, the pass rate against the target, the gain, the survey."""

from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from wagtail.models import ModelLogEntry

from assessments.models import Attempt
from tests.factories import AT, EnrolmentFactory, employ, grant, make_course, make_quiz
from tests.training.sessions import form_id, make_rubric
from training.actions import enrolments
from training.actions.practicals import confirm
from training.course_report import funnels, report
from training.models import Enrolment, LessonProgress, SurveyAnswer
from training.rules.course_report import Funnel, Rate

pytestmark = pytest.mark.django_db


def sat(quiz, employee, percent, number=1, at=AT):
    return Attempt.objects.create(
        quiz=quiz, employee=employee, number=number, started_at=at, submitted_at=at, percent=percent,
        pass_mark=80, passed=Decimal(percent) >= 80,
    )  # fmt: skip


def crowd(course, store, percents, month=3, first=100, position="sales"):
    """People who were given the course in that month; each took the final quiz as said, None: not at all."""
    for number, percent in enumerate(percents, start=first):
        person = employ(f"7{number:04}", f"P{number}", store, account=False, position=position)
        EnrolmentFactory(employee=person, course=course, assigned_at=AT.replace(month=month), started_at=AT)
        if percent is not None:
            sat(course.quiz, person, percent)


@pytest.mark.parametrize(
    ("passed", "took", "percent", "verdict"),
    [
        (9, 9, None, "too-few"),
        (8, 10, "80.0", "reached"),
        (7, 10, "70.0", "below"),
        (799, 999, "80.0", "below"),
        (2, 3000, "0.1", "below"),
    ],
)
def test_the_pass_rate_counts_those_who_sat_and_says_nothing_below_ten(passed, took, percent, verdict):
    rate = Rate(passed, took)
    assert (rate.percent and str(rate.percent), str(rate.verdict)) == (percent, verdict)


def test_the_funnel_counts_everybody_at_each_step(cast, course, enrolment, learn, sit, at):
    course.rubric = make_rubric()
    course.save()
    learn(enrolment)
    sit(enrolment)
    confirm(enrolment.pk, {"greet": 3}, comment="", form_id=form_id(), by=cast.bob, at=at)
    enrolments.complete(enrolment.pk, by=None, at=at)
    dan = enrolments.enrol(cast.employee("dan"), course, by=None, at=at)
    learn(dan)
    sit(dan, right=1)
    eve = enrolments.enrol(cast.employee("eve"), course, by=None, at=at)
    learn(eve, count=1)
    enrolments.enrol(cast.employee("bob"), course, by=None, at=at)
    found = report(course, cast.alice, localdate(at)).everybody
    assert found == Funnel(assigned=4, started=3, learned=2, took=2, passed=1, practical=1, completed=1, certified=1)
    assert str(found.share("started")) == "75.0"
    assert Funnel().share("started") is None


def test_by_unit_by_position_and_by_month(cast, course, at):
    crowd(course, cast.store, ["90"] * 9 + ["70", None], month=1)
    crowd(course, cast.other_store, ["90", "50"], month=3, first=300, position="front")
    found = report(course, cast.alice, localdate(at))
    rows = {group.name: (group.funnel.assigned, group.funnel.rate) for group in found.by_unit}
    assert rows == {"湖滨店": (11, Rate(9, 10)), "西溪店": (2, Rate(1, 2))}
    assert [(group.name, group.funnel.assigned) for group in found.by_month] == [("2026-01", 11), ("2026-03", 2)]
    posts = [(group.name, group.funnel.took) for group in found.by_position]
    assert posts == [("导购 (front)", 2), ("导购 (sales)", 10)]
    assert found.everybody.rate == Rate(10, 12)


def test_the_month_is_that_of_the_products_clock(cast, course):
    carol = cast.employee("carol")
    last_evening = AT.replace(day=28, month=2, hour=16, minute=30)  # half past midnight on 1 March in Shanghai
    EnrolmentFactory(employee=carol, course=course, assigned_at=last_evening)
    assert [group.name for group in report(course, cast.alice, localdate(AT)).by_month] == ["2026-03"]


def test_in_a_later_round_only_what_was_done_in_it_counts(cast, course, at):
    carol = cast.employee("carol")
    sat(course.quiz, carol, "90", at=at - timedelta(days=400))
    enrolments.enrol(carol, course, by=None, at=at - timedelta(days=401))
    Enrolment.objects.update(completed_at=at - timedelta(days=400))
    assert report(course, cast.alice, localdate(at)).everybody.took == 1
    enrolments.reopen(carol, course, by=None, at=at, reason="renewal")
    found = report(course, cast.alice, localdate(at)).everybody
    assert (found.assigned, found.took, found.completed) == (1, 0, 0)
    sat(course.quiz, carol, "60", number=2, at=at + timedelta(days=1))
    assert report(course, cast.alice, localdate(at)).everybody.rate == Rate(0, 1)


def test_the_gain_compares_the_first_pre_test_with_the_best_final_quiz_after_it(cast, course, at):
    course.pretest = make_quiz("before", singles=1, multiples=0)
    course.save()
    for name, pre, post in (("carol", ["40", "90"], ["60", "80"]), ("dan", ["50"], ["70"]), ("eve", ["10"], [])):
        person = cast.employee(name)
        enrolments.enrol(person, course, by=None, at=at)
        for number, percent in enumerate(pre, start=1):
            sat(course.pretest, person, percent, number, at=at + timedelta(hours=number))
        for number, percent in enumerate(post, start=1):
            sat(course.quiz, person, percent, number, at=at + timedelta(days=number))
    bob = cast.employee("bob")
    enrolments.enrol(bob, course, by=None, at=at)
    sat(course.quiz, bob, "100", at=at)
    sat(course.pretest, bob, "20", at=at + timedelta(hours=1))
    found = report(course, cast.alice, localdate(at)).gain
    assert (found.n, str(found.before), str(found.after), str(found.gain)) == (2, "45.00", "75.00", "30.00")
    assert str(found.normalised) == "54.55"  # 30 of the 55 points that were missing


def test_lessons_are_counted_as_opened_and_finished_and_the_days_are_the_middle_ones(cast, course, at):
    lesson = course.lessons.first()
    for name, days in (("carol", 2), ("dan", 5), ("eve", 6), ("bob", None)):
        done = at + timedelta(days=days) if days else None
        enrolment = EnrolmentFactory(employee=cast.employee(name), course=course, started_at=at, completed_at=done)
        LessonProgress.objects.create(
            enrolment=enrolment, lesson=lesson, language="en", started_at=at, completed_at=done
        )
    found = report(course, cast.alice, localdate(at)).engagement
    assert [(use.opened, use.finished) for use in found.lessons] == [(4, 3), (0, 0)]
    assert (found.through, str(found.days)) == (3, "5.0")
    Enrolment.objects.filter(employee__user=cast.bob).update(completed_at=at + timedelta(days=4))
    assert str(report(course, cast.alice, localdate(at)).engagement.days) == "4.5"


def test_what_people_say_is_hidden_until_five_have_said_it(cast, course, at):
    crowd(course, cast.store, [None] * 5)
    for number, enrolment in enumerate(Enrolment.objects.order_by("pk")):
        found = report(course, cast.alice, localdate(at)).surveys[0]
        assert (found.n, found.means["skill"].value, found.comments) == (number, None, [])
        SurveyAnswer.objects.create(
            enrolment=enrolment, stage="after", answers={"knowledge": 5, "skill": number + 1, "behaviour": 2},
            comment="Clear." if number else "", answered_at=at,
        )  # fmt: skip
    found = report(course, cast.alice, localdate(at)).surveys[0]
    assert (found.n, str(found.means["skill"].value), str(found.means["knowledge"].value)) == (5, "3.00", "5.00")
    assert found.comments == ["Clear."] * 4


def test_a_regional_trainer_counts_the_own_region_only(cast, course, at):
    crowd(course, cast.store, ["90"] * 3)
    crowd(course, cast.other_store, ["90"] * 2, first=300)
    regional = employ("80000", "Rita", cast.store).user
    grant(regional, "trainer", cast.other_store)
    assert report(course, regional, localdate(at)).everybody.assigned == 2
    assert funnels(regional, localdate(at))[course.pk].took == 2
    assert funnels(cast.tina, localdate(at))[course.pk].took == 5


def test_the_report_costs_the_same_with_two_people_and_with_twenty(client, cast, course):
    client.force_login(cast.tina)
    url = reverse("course_reports:report", args=[course.code])

    def cost():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    crowd(course, cast.store, ["90", "40"])
    few = cost()
    crowd(course, cast.other_store, ["90"] * 18, month=2, first=300, position="front")
    assert few == cost() <= 32


def test_the_list_of_courses_costs_the_same_with_two_and_with_twenty(client, cast, course, at):
    client.force_login(cast.tina)

    def cost():
        client.get(reverse("course_reports:index"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("course_reports:index")).content.decode()
        return len(queries), page

    make_course("second")
    few, _page = cost()
    for number in range(18):
        made = make_course(f"more-{number}")
        enrolments.enrol(cast.employee("carol"), made, by=None, at=at)
    many, page = cost()
    assert few == many <= 20
    assert "no final quiz" in page


def test_the_workbook_has_every_group_and_leaves_a_line_in_the_history(client, cast, course, tmp_path):
    crowd(course, cast.store, ["90"] * 8 + ["70"] * 2)
    client.force_login(cast.tina)
    response = client.get(reverse("course_reports:sheet", args=[course.code]))
    file = tmp_path / "report.xlsx"
    file.write_bytes(b"".join(response.streaming_content))
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Grouped by", "Group", "Assigned")
    assert [row[:3] + row[-2:] for row in rows[1:]] == [
        ("everybody", "everybody", 10, 10, "80.0"),
        ("month of assignment", "2026-03", 10, 10, "80.0"),
        ("unit", "湖滨店", 10, 10, "80.0"),
        ("position", "导购", 10, 10, "80.0"),
    ]
    assert ModelLogEntry.objects.filter(action="training.export_report", user=cast.tina).count() == 1


def test_a_slow_report_is_kept_for_ten_minutes(client, cast, course, monkeypatch, settings):
    monkeypatch.setattr("training.course_report.SLOW", -1.0)
    client.force_login(cast.tina)
    url = reverse("course_reports:report", args=[course.code])
    client.get(url)
    enrolments.enrol(cast.employee("carol"), course, by=None, at=now())
    assert "Nobody has been given this course yet" in client.get(url).content.decode()
    client.force_login(cast.alice)
    monkeypatch.setattr("training.course_report.cache.get", lambda key: None)
    assert "Nobody has been given this course yet" not in client.get(url).content.decode()
