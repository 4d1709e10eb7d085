"""Learning paths come and go by their rules: in bulk, restartable, and never twice."""

from datetime import date

import pytest
from django.db.models import Max

from people.models import Employee, Posting
from tests.factories import AT, PositionFactory, employ
from tests.training.path_world import (
    TODAY,
    assign,
    courses,
    days,
    draft,
    finish,
    later,
    make_path,
    on,
    open_courses,
    staff,
)
from training.actions import enrolments, path_batches, path_people, path_saving, paths
from training.actions.path_batches import PathChangedError
from training.actions.paths import Outcome
from training.audiences import draft_of
from training.models import Audience, Enrolment, PathAssignment
from training.rules.paths import Rule, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def abc(db):
    return courses("a", "b", "c")


@pytest.fixture
def steps(abc):
    a, b, c = abc
    return (Step(a.pk, due_days=14), Step(b.pk, after=frozenset({a.pk}), due_days=30), Step(c.pk, wait_days=14))


def move(employee, unit, position="sales", day=TODAY):
    """Posted elsewhere from `day` on."""
    employee.postings.filter(ends_on=None).update(ends_on=day - days(1))
    return Posting.objects.create(employee=employee, unit=unit, position=PositionFactory(code=position), starts_on=day)


def test_everybody_whom_a_rule_names_gets_the_path_with_all_its_courses(cast, steps):
    path = make_path(*steps, rules=(Rule(units=frozenset({cast.store.pk})),))
    assert assign(path) == Outcome(gained=3)
    assert on(path) == ["Bob", "Carol", "Dan"]
    assert PathAssignment.objects.get(employee=cast.employee("carol")).starts_on == TODAY
    rows = Enrolment.objects.filter(employee=cast.employee("carol")).order_by("course__code")
    assert [(row.course.code, row.opens_on, row.due_on, row.round) for row in rows] == [
        ("a", None, TODAY + days(14), 1),
        ("b", None, TODAY + days(30), 1),
        ("c", TODAY + days(14), None, 1),
    ]
    assert {row.assigned_at for row in rows} == {AT}
    assert Enrolment.objects.count() == 9


def test_the_second_run_writes_nothing(cast, steps, django_assert_num_queries):
    path = make_path(*steps)
    assign(path)
    before = list(Enrolment.objects.values()), list(PathAssignment.objects.values())
    assert assign(path, at=later(0)) == Outcome()
    assert (list(Enrolment.objects.values()), list(PathAssignment.objects.values())) == before


RULES = [
    (lambda w: Rule(), ["Bob", "Carol", "Dan", "Eve"]),
    (lambda w: Rule(units=frozenset({w["region"].pk})), ["Bob", "Carol", "Dan", "Eve"]),
    (lambda w: Rule(units=frozenset({w["cast"].other_store.pk})), ["Eve"]),
    (lambda w: Rule(positions=frozenset({w["manager"]})), ["Bob"]),
    (lambda w: Rule(positions=frozenset({w["sales"]}), units=frozenset({w["cast"].store.pk})), ["Carol", "Dan"]),
    (lambda w: Rule(level_from=2), ["Bob"]),
    (lambda w: Rule(level_until=1), ["Carol", "Dan", "Eve"]),
    (lambda w: Rule(level_from=2, level_until=2), []),
    (lambda w: Rule(hired_from=date(2026, 2, 1)), ["Dan"]),
    (lambda w: Rule(hired_until=date(2026, 2, 19)), ["Bob", "Carol", "Eve"]),
    (lambda w: Rule(hired_from=date(2026, 2, 20), hired_until=date(2026, 2, 20)), ["Dan"]),
    (lambda w: Rule(served_until=10), ["Dan"]),
    (lambda w: Rule(served_until=9), []),
    (lambda w: Rule(served_from=10), ["Bob", "Carol", "Dan", "Eve"]),
    (lambda w: Rule(served_from=11), ["Bob", "Carol", "Eve"]),
]


@pytest.mark.parametrize(("rule", "names"), RULES)
def test_what_a_rule_names(cast, abc, rule, names):
    PositionFactory._meta.model.objects.filter(code="manager").update(level=3)
    Employee.objects.filter(name="Dan").update(hired_on=TODAY - days(10))
    world = {
        "cast": cast,
        "region": cast.store.get_parent(),
        "sales": PositionFactory(code="sales").pk,
        "manager": PositionFactory(code="manager").pk,
    }
    path = make_path(Step(abc[0].pk), rules=(rule(world),))
    assign(path)
    assert on(path) == names


def test_of_several_rules_one_is_enough(cast, abc):
    rules = (
        Rule(units=frozenset({cast.other_store.pk})),
        Rule(positions=frozenset({PositionFactory(code="manager").pk})),
    )
    path = make_path(Step(abc[0].pk), rules=rules)
    assign(path)
    assert on(path) == ["Bob", "Eve"]


def test_who_has_left_or_is_not_posted_yet_gets_nothing(cast, abc):
    Employee.objects.filter(name="Dan").update(left_on=TODAY - days(1))
    cast.employee("eve").postings.update(starts_on=TODAY + days(1))
    path = make_path(Step(abc[0].pk))
    assign(path)
    assert on(path) == ["Bob", "Carol"]


def test_a_path_that_is_switched_off_takes_nobody_on_and_lets_nobody_go(cast, steps):
    path = make_path(*steps)
    assign(path)
    path = path_saving.save(draft(*steps, active=False, rules=(), pk=path.pk), version=1, by=None)
    employ("00009", "Zoe", cast.store)
    assert assign(path) == Outcome()
    assert on(path) == ["Bob", "Carol", "Dan", "Eve"]


def test_new_people_count_their_days_from_hiring_and_are_never_late_at_once(cast, abc):
    a, b, _c = abc
    Employee.objects.filter(name="Carol").update(hired_on=TODAY - days(5))
    Employee.objects.filter(name="Dan").update(hired_on=TODAY - days(60))
    path = make_path(
        Step(a.pk, due_days=14),
        Step(b.pk, wait_days=20, due_days=30),
        audience=Audience.NEW,
        rules=(Rule(served_until=90), Rule(positions=frozenset({PositionFactory(code="manager").pk}))),
    )
    assign(path)

    def days_of(name):
        rows = Enrolment.objects.filter(employee__name=name).order_by("course__code")
        return [(row.opens_on, row.due_on) for row in rows]

    assert PathAssignment.objects.get(employee__name="Carol").starts_on == TODAY - days(5)
    assert days_of("Carol") == [(None, TODAY + days(9)), (TODAY + days(15), TODAY + days(25))]
    assert days_of("Dan") == [(None, TODAY + days(14)), (TODAY - days(40), TODAY + days(30))]
    assert PathAssignment.objects.get(employee__name="Bob").starts_on == TODAY  # named for the position, not as new
    assert days_of("Bob") == [(None, TODAY + days(14)), (TODAY + days(20), TODAY + days(30))]


def test_what_somebody_has_already_stands(cast, abc, steps):
    a = abc[0]
    carol, dan, eve = map(cast.employee, ("carol", "dan", "eve"))
    enrolments.enrol(carol, a, by=None, at=later(-9), reason="chosen", due_on=TODAY + days(3))
    enrolments.enrol(dan, a, by=None, at=later(-9), reason="chosen")
    enrolments.enrol(eve, a, by=None, at=later(-9), reason="chosen")
    finish(eve, a, later(-1))
    path = make_path(*steps)
    assign(path)
    mine = Enrolment.objects.get(employee=carol, course=a)
    assert (mine.due_on, mine.reason, mine.path) == (TODAY + days(3), "chosen", None)
    adopted = Enrolment.objects.get(employee=dan, course=a)
    assert (adopted.due_on, adopted.reason, adopted.path) == (TODAY + days(14), "chosen", path)
    done = Enrolment.objects.get(employee=eve, course=a)
    assert (done.completed_at, done.due_on) == (later(-1), None)


def test_who_has_done_everything_completes_the_path_at_once(cast, abc):
    eve = cast.employee("eve")
    enrolments.enrol(eve, abc[0], by=None, at=AT)
    finish(eve, abc[0])
    path = make_path(Step(abc[0].pk))
    assert assign(path) == Outcome(gained=4, completed=1)
    assert list(PathAssignment.objects.exclude(completed_at=None).values_list("employee", flat=True)) == [eve.pk]


def test_after_a_transfer_the_path_goes_and_what_was_begun_stays(cast, abc, steps):
    a, _b, _c = abc
    path = make_path(*steps, rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path)
    carol = cast.employee("carol")
    Enrolment.objects.filter(employee=carol, course=a).update(started_at=AT)
    move(carol, cast.other_store)
    assert assign(path, later(1)) == Outcome(lost=1)
    assert on(path) == ["Bob", "Dan"]
    assert PathAssignment.objects.get(employee=carol).ended_at == later(1)
    assert open_courses(carol) == ["a"]
    gone = Enrolment.objects.filter(employee=carol, withdrawn_at__isnull=False)
    assert set(gone.values_list("course__code", "withdrawn_at")) == {("b", later(1)), ("c", later(1))}
    assert Enrolment.objects.filter(employee=cast.employee("dan"), withdrawn_at=None).count() == 3


def test_a_transfer_back_begins_the_next_round(cast, abc, steps):
    path = make_path(*steps, rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path)
    carol = cast.employee("carol")
    move(carol, cast.other_store)
    assign(path, later(1))
    move(carol, cast.store, day=TODAY + days(2))
    assert assign(path, later(2)) == Outcome(gained=1)
    current = Enrolment.objects.current().filter(employee=carol).order_by("course__code")
    assert [(row.course.code, row.round, row.due_on) for row in current] == [
        ("a", 2, TODAY + days(16)),
        ("b", 2, TODAY + days(32)),
        ("c", 2, None),
    ]


def test_whoever_leaves_loses_the_path(cast, steps):
    path = make_path(*steps)
    assign(path)
    Employee.objects.filter(name="Dan").update(left_on=TODAY)
    assert assign(path, later(0)) == Outcome()
    assert assign(path, later(1)) == Outcome(lost=1)
    assert on(path) == ["Bob", "Carol", "Eve"]


def test_time_alone_takes_nothing_away(cast, abc):
    Employee.objects.filter(name="Dan").update(hired_on=TODAY - days(10))
    path = make_path(Step(abc[0].pk), audience=Audience.NEW, rules=(Rule(served_until=30),))
    assign(path)
    assert on(path) == ["Dan"]
    assert assign(path, later(100)) == Outcome()
    assert on(path) == ["Dan"]


def test_a_narrower_rule_takes_the_path_from_whom_it_no_longer_names(cast, abc):
    Employee.objects.filter(name="Dan").update(hired_on=TODAY - days(10))
    Employee.objects.filter(name="Carol").update(hired_on=TODAY - days(3))
    step = Step(abc[0].pk)
    path = make_path(step, rules=(Rule(served_until=30),))
    assign(path)
    path_saving.save(draft(step, rules=(Rule(served_until=5),), pk=path.pk), version=1, by=None)
    assert assign(path, later(20)) == Outcome(lost=1)
    assert on(path) == ["Carol"]


def test_with_time_people_come_onto_a_path(cast, abc):
    Employee.objects.filter(name="Dan").update(hired_on=TODAY - days(360))
    path = make_path(Step(abc[0].pk), rules=(Rule(served_from=365, units=frozenset({cast.store.pk})),))
    assign(path)
    assert on(path) == ["Bob", "Carol"]
    assert paths.follow_rules(at=later(4)) == Outcome()
    assert paths.follow_rules(at=later(5)) == Outcome(gained=1)
    assert on(path) == ["Bob", "Carol", "Dan"]


def test_a_completed_path_is_neither_taken_nor_given_again(cast, abc):
    a = abc[0]
    path = make_path(Step(a.pk), rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path)
    carol = cast.employee("carol")
    finish(carol, a)
    path_people.complete(PathAssignment.objects.get(employee=carol).pk, by=None, at=AT)
    move(carol, cast.other_store)
    assert assign(path, later(1)) == Outcome()
    move(carol, cast.store, day=TODAY + days(2))
    assert assign(path, later(2)) == Outcome()
    assert PathAssignment.objects.filter(employee=carol).count() == 1


def test_chosen_by_hand_is_neither_taken_nor_given_by_rules(cast, steps):
    path = make_path(*steps, rules=(Rule(units=frozenset({cast.store.pk})),))
    eve = cast.employee("eve")
    assert path_people.assign_by_hand(path, [eve.pk], by=cast.tina, at=AT) == 1
    assert path_people.assign_by_hand(path, [eve.pk], by=cast.tina, at=AT) == 0
    assign(path)
    assert on(path) == ["Bob", "Carol", "Dan", "Eve"]
    assert PathAssignment.objects.get(employee=eve).by_hand
    assert assign(path, later(1)) == Outcome()


def test_a_course_added_later_goes_to_those_on_the_path(cast, abc):
    a, b, _c = abc
    path = make_path(Step(a.pk, due_days=14))
    assign(path)
    path_saving.save(draft(Step(a.pk, due_days=14), Step(b.pk, due_days=20), pk=path.pk), version=1, by=None)
    assert assign(path, later(40)) == Outcome(given=4)
    added = Enrolment.objects.get(employee=cast.employee("carol"), course=b)
    assert added.due_on == TODAY + days(60)  # twenty days from the day it is given: the path began too long ago
    assert assign(path, later(41)) == Outcome()


def test_a_course_taken_out_is_taken_back_from_whoever_has_not_begun_it(cast, abc):
    a, b, _c = abc
    path = make_path(Step(a.pk), Step(b.pk))
    assign(path)
    Enrolment.objects.filter(employee=cast.employee("carol"), course=b).update(started_at=AT)
    path_saving.save(draft(Step(a.pk), pk=path.pk), version=1, by=None)
    assert assign(path, later(1)) == Outcome(dropped=3)
    assert list(Enrolment.objects.filter(course=b, withdrawn_at=None).values_list("employee__name", flat=True)) == [
        "Carol"
    ]


def test_a_course_of_two_paths_goes_over_to_the_other(cast, abc):
    a, b, _c = abc
    here = make_path(Step(a.pk, due_days=5), Step(b.pk), rules=(Rule(units=frozenset({cast.store.pk})),))
    there = make_path(Step(a.pk, due_days=50), code="everybody")
    assign(here)
    assign(there)
    carol = cast.employee("carol")
    move(carol, cast.other_store)
    assert assign(here, later(1)) == Outcome(lost=1)
    kept = Enrolment.objects.get(employee=carol, course=a)
    assignment = PathAssignment.objects.get(employee=carol, path=there)
    assert (kept.path, kept.reason, kept.due_on, kept.withdrawn_at) == (
        there,
        f"path:{assignment.pk}",
        TODAY + days(50),
        None,
    )
    assert open_courses(carol) == ["a"]


def test_losing_a_path_gives_back_the_day_it_had_lent(cast, abc):
    a = abc[0]
    carol = cast.employee("carol")
    enrolments.enrol(carol, a, by=cast.carol, at=AT, reason="chosen")
    path = make_path(Step(a.pk, due_days=14), rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path)
    move(carol, cast.other_store)
    assign(path, later(1))
    own = Enrolment.objects.get(employee=carol)
    assert (own.due_on, own.path, own.withdrawn_at, own.reason) == (None, None, None, "chosen")


# What was announced before is what happens


def test_the_preview_names_exactly_whom_applying_touches(cast, abc, at):
    a, b, c = abc
    step_a, step_b = Step(a.pk, due_days=14), Step(b.pk)
    path = make_path(step_a, step_b, rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path)
    zoe = employ("00009", "Zoe", cast.other_store)
    move(cast.employee("carol"), cast.other_store)
    wanted = draft(
        step_a,
        Step(c.pk),
        pk=path.pk,
        rules=(
            Rule(units=frozenset({cast.other_store.pk})),
            Rule(positions=frozenset({PositionFactory(code="manager").pk})),
        ),
    )
    before = list(Enrolment.objects.values())
    found = paths.preview(wanted, TODAY)
    gain = sorted(posting.employee.name for posting in found.entering)
    lose = sorted(assignment.employee.name for assignment in found.leaving)
    assert (gain, lose) == (["Eve", "Zoe"], ["Dan"])
    assert (found.lacking.count(), found.dropped.count()) == (2, 2)  # Bob and Carol stay on it
    assert list(Enrolment.objects.values()) == before
    path = path_saving.save(wanted, version=1, by=None)
    assert assign(path) == Outcome(gained=2, lost=1, given=2, dropped=2)
    assert on(path) == ["Bob", "Carol", "Eve", "Zoe"]
    assert open_courses(zoe) == open_courses(cast.employee("carol")) == ["a", "c"]
    assert open_courses(cast.employee("dan")) == []
    after = paths.preview(draft_of(path), TODAY)
    assert not any(rows.exists() for rows in (after.entering, after.leaving, after.lacking, after.dropped))


def test_a_path_that_does_not_exist_yet_can_be_previewed(cast, abc):
    found = paths.preview(draft(Step(abc[0].pk)), TODAY)
    assert found.entering.count() == 4
    assert not found.leaving.exists()
    assert not found.lacking.exists()
    assert not found.dropped.exists()


# Interrupted and run again


def test_interrupted_in_the_middle_it_goes_on_where_it_stopped(cast, abc, steps, monkeypatch):
    staff(cast.store, 20)
    path = make_path(*steps)
    monkeypatch.setattr(path_batches, "BATCH", 10)
    real, calls = path_batches._enrol, []

    def breaks_at_the_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise OSError("the worker was killed")
        real(*args, **kwargs)

    monkeypatch.setattr(path_batches, "_enrol", breaks_at_the_second)
    with pytest.raises(OSError, match="killed"):
        assign(path)
    assert PathAssignment.objects.count() == 10
    assert Enrolment.objects.count() == 30  # the batch under way left nothing half done
    first = PathAssignment.objects.aggregate(last=Max("pk"))["last"]
    assert assign(path, later(0)) == Outcome(gained=14)
    assert PathAssignment.objects.filter(pk__gt=first).count() == 14
    assert Enrolment.objects.count() == 72
    assert assign(path) == Outcome()


def test_interrupted_while_taking_back_it_goes_on(cast, steps, monkeypatch):
    staff(cast.store, 20)
    path = make_path(*steps)
    assign(path)
    path_saving.save(
        draft(*steps, rules=(Rule(units=frozenset({cast.other_store.pk})),), pk=path.pk), version=1, by=None
    )
    monkeypatch.setattr(path_batches, "BATCH", 10)
    real, calls = path_batches._withdraw, []

    def breaks_at_the_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise OSError("the worker was killed")
        return real(*args)

    monkeypatch.setattr(path_batches, "_withdraw", breaks_at_the_second)
    with pytest.raises(OSError, match="killed"):
        assign(path, later(1))
    assert PathAssignment.objects.filter(ended_at=None).count() == 14
    assert Enrolment.objects.filter(withdrawn_at=None).count() == 42
    assert assign(path, later(1)) == Outcome(lost=13)
    assert on(path) == ["Eve"]
    assert Enrolment.objects.filter(withdrawn_at=None).count() == 3


def test_a_path_changed_meanwhile_stops_the_old_run(cast, steps, monkeypatch):
    staff(cast.store, 20)
    path = make_path(*steps)
    monkeypatch.setattr(path_batches, "BATCH", 10)
    real, calls = path_batches._tell, []

    def somebody_saves_after_the_first(*args):
        real(*args)
        if not calls:
            path_saving.save(draft(*steps, titles={"en": "Other"}, pk=path.pk), version=1, by=None)
        calls.append(args)

    monkeypatch.setattr(path_batches, "_tell", somebody_saves_after_the_first)
    with pytest.raises(PathChangedError):
        assign(path)
    assert PathAssignment.objects.count() == 10


def test_somebody_who_starts_the_course_at_the_same_moment_is_not_enrolled_twice(cast, abc, monkeypatch):
    a = abc[0]
    path = make_path(Step(a.pk, due_days=14))
    carol = cast.employee("carol")
    real = path_batches._rounds

    def looked_a_moment_too_early(*args):
        found = real(*args)
        enrolments.enrol(carol, a, by=cast.carol, at=AT, reason="chosen")
        return found

    monkeypatch.setattr(path_batches, "_rounds", looked_a_moment_too_early)
    assert assign(path) == Outcome(gained=4)
    assert Enrolment.objects.get(employee=carol).reason == "chosen"
