"""By hand, electives, completion, and what locks a course."""

from datetime import timedelta

import pytest
from django.utils import translation

from assessments.gates import Link
from foundation.models import Notice
from tests.factories import AT, employ, make_quiz
from tests.training.path_world import TODAY, assign, courses, days, finish, later, make_path, open_courses
from training import gates, reasons
from training.actions import enrolments, lessons, path_people
from training.models import Certificate, Enrolment, PathAssignment
from training.path_problems import PathRefusedError
from training.paths import my_paths
from training.rules.paths import Rule, Step
from training.signals import path_completed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def abcd(db):
    return courses("a", "b", "c", "d")


@pytest.fixture
def path(abcd, cast):
    """One required course, then one of two electives, then another required one."""
    a, b, c, d = abcd
    return make_path(
        Step(a.pk, due_days=14),
        Step(b.pk, group="more", due_days=30),
        Step(c.pk, group="more", wait_days=7, due_days=30),
        Step(d.pk, after=frozenset({a.pk})),
        choose={"more": 1},
    )


@pytest.fixture
def carol(cast, path):
    assign(path)
    return cast.employee("carol")


@pytest.fixture
def assignment(carol, path):
    return PathAssignment.objects.select_related("path", "employee").get(employee=carol, path=path)


# Why


def test_the_reason_names_the_posting_of_that_day(carol, assignment, cast):
    enrolment = Enrolment.objects.get(employee=carol, course__code="a")
    assert enrolment.reason == f"path:{assignment.pk}"
    carol.postings.update(unit=cast.other_store)
    said = reasons.worded(enrolment.reason, carol.postings.get())
    assert said == "Because you work as 导购 at 湖滨店 (path “New shop assistants”)."


def test_what_was_chosen_by_hand_says_so(cast, path):
    eve = cast.employee("eve")
    path_people.assign_by_hand(path, [eve.pk], by=cast.tina, at=AT)
    enrolment = Enrolment.objects.get(employee=eve, course__code="a")
    assert reasons.worded(enrolment.reason, None) == "It was chosen for you (path “New shop assistants”)."


def test_many_reasons_cost_one_query(carol, django_assert_num_queries):
    stored = [reasons.CHOSEN, *PathAssignment.objects.values_list("pk", flat=True)]
    stored = [each if isinstance(each, str) else reasons.of_path(each) for each in stored]
    with django_assert_num_queries(1):
        assert len(reasons.worded_paths(stored)) == 4


def test_whoever_has_an_account_is_told_once(carol, path, cast):
    assign(path, later(0))
    told = Notice.objects.filter(kind="training.path")
    assert sorted(told.values_list("recipient__name", flat=True)) == ["Bob", "Carol", "Dan", "Eve"]


# By hand


def test_put_on_by_hand_days_count_from_that_day(cast, path):
    eve = cast.employee("eve")
    assert path_people.assign_by_hand(path, [eve.pk, eve.pk], by=cast.tina, at=later(3)) == 1
    assert PathAssignment.objects.get(employee=eve).starts_on == TODAY + days(3)
    assert Enrolment.objects.get(employee=eve, course__code="a").due_on == TODAY + days(17)


def test_somebody_without_a_posting_can_be_put_on_by_hand(cast, path):
    eve = cast.employee("eve")
    eve.postings.all().delete()
    assert path_people.assign_by_hand(path, [eve.pk], by=cast.tina, at=AT) == 1
    assert PathAssignment.objects.get(employee=eve).unit is None


def test_taken_off_by_hand_once(cast, path):
    eve = cast.employee("eve")
    path_people.assign_by_hand(path, [eve.pk], by=cast.tina, at=AT)
    mine = PathAssignment.objects.get(employee=eve)
    Enrolment.objects.filter(employee=eve, course__code="a").update(started_at=AT)
    assert path_people.take_off(mine.pk, by=cast.tina, at=later(1))
    assert not path_people.take_off(mine.pk, by=cast.tina, at=later(2))
    mine.refresh_from_db()
    assert mine.ended_at == later(1)
    assert open_courses(eve) == ["a"]


def test_what_the_rules_gave_cannot_be_taken_by_hand(carol, assignment, cast):
    assert not path_people.take_off(assignment.pk, by=cast.tina, at=AT)
    assignment.refresh_from_db()
    assert assignment.ended_at is None
    assert open_courses(carol) == ["a", "d"]


# Electives


def test_an_elective_is_due_once_it_is_chosen(carol, assignment, abcd):
    assert open_courses(carol) == ["a", "d"]
    for _press in range(2):
        chosen = path_people.choose(assignment, abcd[2], by=carol.user, at=later(2))
    assert (chosen.due_on, chosen.opens_on, chosen.path) == (TODAY + days(30), TODAY + days(7), assignment.path)
    assert Enrolment.objects.filter(employee=carol, course=abcd[2]).count() == 1


def test_no_more_electives_than_asked_for(carol, assignment, abcd):
    path_people.choose(assignment, abcd[1], by=carol.user, at=AT)
    with pytest.raises(PathRefusedError, match="You have chosen enough courses here"):
        path_people.choose(assignment, abcd[2], by=carol.user, at=AT)
    assert open_courses(carol) == ["a", "b", "d"]


def test_a_required_course_and_a_strange_one_cannot_be_chosen(carol, assignment, abcd):
    with pytest.raises(PathRefusedError, match="“A” cannot be chosen here"):
        path_people.choose(assignment, abcd[0], by=carol.user, at=AT)
    (strange,) = courses("strange")
    with pytest.raises(PathRefusedError, match="“Strange” cannot be chosen here"):
        path_people.choose(assignment, strange, by=carol.user, at=AT)
    assert open_courses(carol) == ["a", "d"]


def test_an_elective_can_be_given_back_until_it_is_begun(carol, assignment, abcd):
    b, c = abcd[1:3]
    path_people.choose(assignment, b, by=carol.user, at=AT)
    assert path_people.give_back(assignment, b, by=carol.user, at=later(1))
    assert not path_people.give_back(assignment, b, by=carol.user, at=later(1))
    path_people.choose(assignment, c, by=carol.user, at=later(1))
    Enrolment.objects.filter(course=c).update(started_at=later(2))
    assert not path_people.give_back(assignment, c, by=carol.user, at=later(3))
    assert not path_people.give_back(assignment, abcd[0], by=carol.user, at=later(3))  # everybody takes that one
    assert open_courses(carol) == ["a", "c", "d"]


# Completion


def learn(employee, course, at=AT):
    """The lessons of the course, as the learner finishes them."""
    enrolment = Enrolment.objects.current().get(employee=employee, course=course)
    for lesson in course.lessons.all():
        lessons.finish_lesson(enrolment, lesson, revision=None, language="en", at=at)


def test_the_last_course_completes_the_path_once(carol, assignment, abcd, cast, django_capture_on_commit_callbacks):
    heard = []
    path_completed.connect(lambda assignment, **_kwargs: heard.append(assignment.pk), weak=False, dispatch_uid="heard")
    a, b, _c, d = abcd
    path_people.choose(assignment, b, by=carol.user, at=AT)
    try:
        for course in (b, a, d):
            assignment.refresh_from_db()
            assert assignment.completed_at is None
            with django_capture_on_commit_callbacks(execute=True):
                learn(carol, course, later(1))
    finally:
        path_completed.disconnect(dispatch_uid="heard")
    assignment.refresh_from_db()
    assert assignment.completed_at == later(1)
    assert heard == [assignment.pk]
    assert not path_people.complete(assignment.pk, by=None, at=later(2))
    assert Notice.objects.filter(kind="training.path_completed", recipient=cast.carol).count() == 1


@pytest.mark.parametrize("gives", [True, False])
def test_a_path_that_gives_a_certificate_gives_it_once(cast, abcd, gives, django_capture_on_commit_callbacks):
    path = make_path(Step(abcd[0].pk), code="one", certificate=gives)
    assign(path)
    carol = cast.employee("carol")
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            learn(carol, abcd[0])
    assert Certificate.objects.filter(employee=carol, path=path).count() == gives
    assert Certificate.objects.filter(employee=carol, course=abcd[0]).count() == 1


def test_without_the_elective_the_path_stays_open(carol, assignment, abcd):
    for course in (abcd[0], abcd[3]):
        finish(carol, course)
    assert not path_people.complete(assignment.pk, by=None, at=AT)


def test_a_course_that_cannot_be_read_is_asked_of_nobody(carol, assignment, abcd):
    a, b, _c, d = abcd
    path_people.choose(assignment, b, by=carol.user, at=AT)
    finish(carol, a)
    finish(carol, b)
    d.published = False
    d.save()
    assert path_people.complete(assignment.pk, by=None, at=AT)


def test_a_retraining_leaves_a_completed_path_completed(cast, abcd):
    path = make_path(Step(abcd[0].pk), code="one")
    assign(path)
    carol = cast.employee("carol")
    finish(carol, abcd[0])
    assign(path)
    enrolments.reopen(carol, abcd[0], by=None, at=later(9), reason="retrain:1")
    assign(path, later(9))
    assert PathAssignment.objects.get(employee=carol).completed_at == AT


def test_losing_the_path_leaves_a_retraining_alone(cast, abcd):
    path = make_path(Step(abcd[0].pk, due_days=14), code="one", rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path)
    carol = cast.employee("carol")
    finish(carol, abcd[0])
    enrolments.reopen(carol, abcd[0], by=None, at=later(1), reason="retrain:1", due_on=TODAY + days(30))
    carol.postings.update(unit=cast.other_store)
    assign(path, later(2))
    again = Enrolment.objects.current().get(employee=carol)
    assert (again.round, again.due_on, again.withdrawn_at, again.path) == (2, TODAY + days(30), None, None)


def test_what_was_withdrawn_is_never_completed(carol, abcd, at):
    a = abcd[0]
    enrolment = Enrolment.objects.get(employee=carol, course=a)
    Enrolment.objects.filter(pk=enrolment.pk).update(withdrawn_at=at)
    for lesson in a.lessons.all():
        lessons.finish_lesson(enrolment, lesson, revision=None, language="en", at=at)
    assert enrolments.complete(enrolment.pk, by=None, at=at).completed_at is None
    assert not Certificate.objects.exists()


def test_after_a_withdrawal_the_next_round_begins(carol, abcd, at):
    a = abcd[0]
    Enrolment.objects.filter(employee=carol, course=a).update(withdrawn_at=at)
    again = enrolments.enrol(carol, a, by=None, at=later(1), reason=reasons.CHOSEN)
    assert (again.round, again.path, again.due_on) == (2, None, None)
    assert enrolments.enrol(carol, a, by=None, at=later(2)) == again


# What is locked


def locked(course, employee, today=TODAY):
    hold = gates.locked(course, employee, today)
    return hold and (hold.sentence, [link.text for link in hold.links])


def test_a_course_opens_when_those_before_it_are_done(carol, abcd):
    a, _b, _c, d = abcd
    assert locked(a, carol) is None
    assert locked(d, carol) == ("One course comes before this one.", ["A"])
    assert gates.locked(d, carol, TODAY).links == [Link("A", "/learn/a/", "Do this first")]
    finish(carol, a)
    assert locked(d, carol) is None


def test_a_course_opens_on_its_day(cast, abcd):
    path = make_path(Step(abcd[0].pk, wait_days=14), code="later")
    assign(path)
    carol = cast.employee("carol")
    assert locked(abcd[0], carol) == ("This course opens on 2026-03-16.", [])
    assert locked(abcd[0], carol, TODAY + timedelta(days=14)) is None


def test_what_was_begun_is_never_locked_again(carol, abcd):
    d = abcd[3]
    Enrolment.objects.filter(employee=carol, course=d).update(started_at=AT)
    assert locked(d, carol) is None


def test_where_one_path_lets_it_open_it_is_open(carol, abcd):
    make = make_path(Step(abcd[3].pk), code="other")
    assign(make)
    assert locked(abcd[3], carol) is None


def test_whoever_is_on_no_path_is_held_by_nothing(cast, path, abcd):
    assert locked(abcd[3], cast.employee("carol")) is None


def test_an_unpublished_course_holds_nothing_up(carol, abcd):
    a, _b, _c, d = abcd
    a.published = False
    a.save()
    assert locked(d, carol) is None


def test_a_lock_costs_two_queries_at_most(carol, abcd, django_assert_num_queries):
    for number in range(3):
        assign(make_path(*(Step(course.pk) for course in abcd[:3]), code=f"more-{number}"))
    with django_assert_num_queries(2):
        gates.locked(abcd[3], carol, TODAY)


def test_the_final_quiz_waits_for_the_courses_before(carol, abcd):
    a, _b, _c, d = abcd
    d.quiz = make_quiz()
    d.save()
    d.lessons.all().delete()
    assert gates.final_quiz(d.quiz, carol).sentence == "One course comes before this one."
    finish(carol, a)
    assert gates.final_quiz(d.quiz, carol) is None


# For the home page


def test_my_paths_say_what_is_done_and_what_comes_now(carol, assignment, abcd):
    a, b, _c, _d = abcd
    finish(carol, a)
    (mine,) = my_paths(carol, TODAY)
    assert (mine.done, mine.needed, mine.percent) == (1, 3, 33)
    assert [(step.course.code, str(step.state)) for step in mine.steps] == [("a", "done"), ("d", "open")]
    assert mine.now.course.code == "d"
    (group,) = mine.groups
    assert (group.name, group.wanted, group.taken, group.left) == ("more", 1, 0, 1)
    assert mine.choice == group
    path_people.choose(assignment, b, by=carol.user, at=AT)
    (mine,) = my_paths(carol, TODAY)
    assert [str(step.state) for step in mine.groups[0].steps] == ["open", "spare"]
    assert mine.choice is None


def test_paths_under_way_come_before_completed_ones(carol, assignment, abcd):
    assign(make_path(Step(abcd[0].pk), code="short"))
    finish(carol, abcd[0])
    assign(assignment.path.__class__.objects.get(code="short"))
    assert [mine.path.code for mine in my_paths(carol, TODAY)] == ["start", "short"]


def test_my_paths_cost_the_same_for_one_and_for_five(cast, abcd, django_assert_num_queries):
    carol = cast.employee("carol")
    for number in range(5):
        make = make_path(*(Step(course.pk) for course in abcd), code=f"path-{number}", rules=(Rule(),))
        assign(make)
        with django_assert_num_queries(4):
            assert len(my_paths(carol, TODAY)) == number + 1


def test_somebody_on_no_path_costs_one_query(cast, django_assert_num_queries):
    carol = cast.employee("carol")
    with django_assert_num_queries(1):
        assert my_paths(carol, TODAY) == []


def test_new_people_are_hired_into_the_path(cast, path):
    assign(path)
    zoe = employ("00009", "Zoe", cast.store, account=False)
    assign(path, later(1))
    assert open_courses(zoe) == ["a", "d"]
