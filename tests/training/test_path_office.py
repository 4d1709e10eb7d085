"""The back office of learning paths: the sheet, what it would do to people, by hand, and the list of people."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from openpyxl import load_workbook

from foundation.models import Job
from people.models import Role
from tests.factories import employ, grant
from tests.training.path_world import assign, courses, draft, make_path, on, staff
from training.actions import path_saving
from training.audiences import draft_of
from training.models import Enrolment, Path, PathAssignment, PathRule
from training.rules.paths import Rule, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def abc(db):
    return courses("a", "b", "c")


@pytest.fixture
def tina(client, cast):
    client.force_login(cast.tina)
    return client


def rows(prefix, entries):
    """The fields of a formset."""
    fields = {f"{prefix}-TOTAL_FORMS": len(entries), f"{prefix}-INITIAL_FORMS": 0}
    for number, entry in enumerate(entries):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in entry.items()}
    return fields


def sheet(steps, rules=(), electives=(), **given):
    """A sheet as a browser sends it."""
    path = {"code": "start", "title_zh": "新导购", "title_en": "New shop assistants", "audience": "new", "version": 0}
    path |= {"active": "on"} | given
    return {
        name: value
        for name, value in {
            **path,
            **rows("steps", steps),
            **rows("rules", rules),
            **rows("electives", electives),
        }.items()
        if value is not None
    }


def text(response):
    return response.content.decode()


EVERYBODY = [{"everybody": "on"}]


def test_saving_goes_by_way_of_a_page_that_says_whom_it_concerns(tina, cast, abc):
    posted = sheet(
        [{"course": "a", "due_days": 14, "ORDER": 1}, {"course": "b", "after": "a", "wait_days": 7, "ORDER": 2}],
        [{"units": str(cast.store.pk)}],
    )
    response = tina.post(reverse("paths:new"), posted)
    assert response.status_code == 200
    assert "<b>3</b> people come onto the path" in text(response)
    for name in ("Bob", "Carol", "Dan"):
        assert f"<td>{name}</td>" in text(response)
    assert "<td>Eve</td>" not in text(response)
    assert not Path.objects.exists()


def test_confirmed_it_is_saved_and_assigned_by_a_job(tina, cast, abc, django_capture_on_commit_callbacks):
    posted = sheet(
        [{"course": "b", "after": "a", "ORDER": 2}, {"course": "a", "due_days": 14, "ORDER": 1}],
        [{"units": str(cast.store.pk)}],
        confirm="yes",
    )
    with django_capture_on_commit_callbacks(execute=True):
        response = tina.post(reverse("paths:new"), posted)
    job = Job.objects.get()
    assert response["Location"] == reverse("job", args=[job.pk])
    assert (job.kind, job.state) == ("training.assign_path", "done")
    assert job.outcome["sentence"] == "3 people came onto it; 0 people lost it."
    path = Path.objects.get()
    assert [step.course.code for step in path.steps.all()] == ["a", "b"]
    assert path.titles == {"zh-hans": "新导购", "en": "New shop assistants"}
    assert on(path) == ["Bob", "Carol", "Dan"]


def test_pressed_twice_it_is_saved_once(tina, abc):
    posted = sheet([{"course": "a"}], EVERYBODY, confirm="yes")
    for _press in range(2):
        assert tina.post(reverse("paths:new"), posted).status_code == 302
    assert Path.objects.get().version == 1
    assert Job.objects.count() == 1


def test_back_from_the_preview_everything_is_still_there(tina, abc):
    posted = sheet([{"course": "a", "due_days": 14}], EVERYBODY, back="yes", summary_zh="头三个月")
    page = text(tina.post(reverse("paths:new"), posted))
    assert "头三个月" in page
    assert 'value="14"' in page
    assert not Path.objects.exists()


WRONG = [
    (
        sheet([{"course": "a", "after": "b"}, {"course": "b", "after": "a"}], EVERYBODY),
        "These courses wait for one another, so that nobody could ever begin: “A” → “B” → “A”.",
    ),
    (sheet([{"course": "a", "after": "a"}], EVERYBODY), "“A” comes after itself: nobody could ever begin it."),
    (sheet([{"course": "a"}, {"course": "a"}], EVERYBODY), "“A” stands in the path twice. Once is enough."),
    (
        sheet([{"course": "a", "after": "b"}], EVERYBODY),
        "“A” comes after “B”, which is not part of the path. Add it, or take it out there.",
    ),
    (sheet([{"course": "gone"}], EVERYBODY), "There is no course “gone”. Choose one from the list."),
    (
        sheet([{"course": "a"}, {"course": "b", "group": "more"}], EVERYBODY, [{"group": "more", "wanted": 2}]),
        "“more” asks for 2 courses, but only 1 course belongs to it.",
    ),
    (
        sheet([{"course": "a"}, {"course": "b", "group": "more"}], EVERYBODY),
        "Say how many courses of the group “more” are to be chosen.",
    ),
    (
        sheet([{"course": "a"}], EVERYBODY, [{"group": "more", "wanted": 1}]),
        "No course belongs to the elective group “more”.",
    ),
    (sheet([], EVERYBODY), "A path needs at least one course."),
    (sheet([{"course": "a"}]), "The path is to assign people but has no rule that says whom."),
    (
        sheet([{"course": "a"}], [{"hired_from": "2026-03-02", "hired_until": "2026-03-01"}]),
        "Rule 1 can take nobody: of the days of hiring, the first lies after the last.",
    ),
]


@pytest.mark.parametrize(("posted", "sentence"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_and_nothing_entered_is_lost(tina, abc, posted, sentence):
    response = tina.post(reverse("paths:new"), posted | {"summary_zh": "头三个月"})
    assert response.status_code == 422
    assert sentence in text(response)
    assert "头三个月" in text(response)
    assert not Path.objects.exists()
    assert tina.post(reverse("paths:new"), posted | {"confirm": "yes"}).status_code == 422
    assert not Path.objects.exists()


def test_a_code_that_is_taken_is_refused(tina, abc):
    make_path(Step(abc[1].pk), code="start")
    response = tina.post(reverse("paths:new"), sheet([{"course": "a"}], EVERYBODY))
    assert response.status_code == 409
    assert "There is a path with the code “start” already. Choose another code." in text(response)
    assert [step.course.code for step in Path.objects.get().steps.all()] == ["b"]


def test_the_sheet_shows_what_is_stored_and_saving_it_unchanged_changes_nothing(tina, cast, abc):
    a, b, _c = abc
    path = make_path(
        Step(a.pk, due_days=14),
        Step(b.pk, group="more", after=frozenset({a.pk}), wait_days=3),
        choose={"more": 1},
        rules=(Rule(units=frozenset({cast.store.pk}), served_until=90), Rule()),
    )
    before = draft_of(path)
    page = tina.get(reverse("paths:edit", args=[path.pk]))
    found = page.context["sheet"]
    posted = {}
    for part in (found.path, *(form for formset in (found.steps, found.electives, found.rules) for form in formset)):
        for field in part:
            value = field.value()
            if value not in (None, "", False):
                posted[field.html_name] = "on" if value is True else value
    for formset in (found.steps, found.electives, found.rules):
        posted |= {field.html_name: field.value() for field in formset.management_form}
    tina.post(reverse("paths:edit", args=[path.pk]), posted | {"confirm": "yes"})
    path.refresh_from_db()
    assert draft_of(path) == before
    assert path.version == 1


def test_the_second_of_two_tabs_is_refused_and_keeps_what_was_entered(tina, abc):
    a, b, _c = abc
    path = make_path(Step(a.pk))
    url = reverse("paths:edit", args=[path.pk])
    mine = sheet([{"course": "b"}], EVERYBODY, version=1, title_en="Mine")
    path_saving.save(draft(Step(b.pk), titles={"en": "Theirs"}, pk=path.pk), version=1, by=None)
    for pressed in ({}, {"confirm": "yes"}):
        response = tina.post(url, mine | pressed)
        assert response.status_code == 409
        assert "Somebody has changed this path while you had it open." in text(response)
        assert "Mine" in text(response)
    path.refresh_from_db()
    assert (path.titles, path.version) == ({"en": "Theirs"}, 2)


def test_a_change_of_rules_says_who_gains_and_who_loses(tina, cast, abc):
    path = make_path(Step(abc[0].pk), rules=(Rule(units=frozenset({cast.store.pk})),))
    assign(path, at=now())
    posted = sheet([{"course": "a"}], [{"units": str(cast.other_store.pk)}], version=1)
    page = tina.post(reverse("paths:edit", args=[path.pk]), posted)
    assert [row.employee.name for row in page.context["gains"]] == ["Eve"]
    assert [row.employee.name for row in page.context["losses"]] == ["Bob", "Carol", "Dan"]
    assert on(path) == ["Bob", "Carol", "Dan"]


def test_names_come_a_page_at_a_time(tina, cast, abc):
    staff(cast.store, 30)
    posted = sheet([{"course": "a"}], EVERYBODY, gains="2")
    page = tina.post(reverse("paths:new"), posted)
    assert page.context["gains"].paginator.count == 34
    assert len(page.context["gains"].object_list) == 9
    assert "Page 2 of 2" in text(page)


def test_a_path_switched_off_and_without_people_needs_no_job(tina, abc):
    response = tina.post(reverse("paths:new"), sheet([{"course": "a"}], active=None, confirm="yes"))
    assert response["Location"] == reverse("paths:people", args=[Path.objects.get().pk])
    assert not Job.objects.exists()
    assert not PathRule.objects.exists()


def test_whoever_looks_after_a_part_only_may_look_and_assign_but_not_change(client, cast, abc):
    path = make_path(Step(abc[0].pk))
    assign(path, at=now())
    grant(cast.dan, Role.TRAINER, cast.other_store)
    client.force_login(cast.dan)
    assert client.get(reverse("paths:index")).status_code == 200
    assert client.get(reverse("paths:edit", args=[path.pk])).status_code == 403
    assert client.post(reverse("paths:new"), sheet([{"course": "a"}], EVERYBODY)).status_code == 403
    page = text(client.get(reverse("paths:people", args=[path.pk])))
    assert "Eve" in page
    assert "Carol" not in page
    mine = PathAssignment.objects.get(employee=cast.employee("carol"))
    assert client.post(reverse("paths:take-off", args=[path.pk, mine.pk])).status_code == 404


# The people


def test_the_list_says_how_far_everybody_is(tina, cast, abc):
    a, b, _c = abc
    path = make_path(Step(a.pk, due_days=14), Step(b.pk))
    assign(path, at=now())
    done = Enrolment.objects.filter(employee=cast.employee("carol"))
    done.filter(course=a).update(started_at=now(), completed_at=now())
    Enrolment.objects.filter(employee=cast.employee("dan"), course=a).update(due_on="2020-01-01")
    page = text(tina.get(reverse("paths:people", args=[path.pk])))
    assert "1 / 2" in page
    assert "under way" in page
    assert "1 course is late" in page
    late = text(tina.get(reverse("paths:people_results", args=[path.pk]), {"state": "late"}))
    assert "Dan" in late
    assert "Carol" not in late
    store = text(tina.get(reverse("paths:people_results", args=[path.pk]), {"unit": cast.other_store.pk}))
    assert "Eve" in store
    assert "Carol" not in store
    assert "Bob" not in text(tina.get(reverse("paths:people_results", args=[path.pk]), {"q": "Car"}))


def test_the_list_as_a_file(tina, cast, abc):
    path = make_path(Step(abc[0].pk))
    odd = employ("00009", "=1+1", cast.store, account=False)
    assign(path, at=now())
    response = tina.get(reverse("paths:export", args=[path.pk]), {"q": "="})
    book = load_workbook(BytesIO(response.content))
    (heads, line) = [[cell.value for cell in row] for row in book.active]
    assert heads == ["Name", "Number", "Unit", "Position", "Since", "Done", "Courses asked for", "State"]
    assert line[1:4] == [odd.employee_no, "湖滨店", "导购"]
    assert line[0] == "'=1+1"  # never a formula
    assert line[5:] == [0, 1, "not begun"]


def test_a_large_list_is_written_by_a_worker(tina, cast, abc, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("training.views.office.path_people.AT_ONCE", 2)
    path = make_path(Step(abc[0].pk))
    assign(path, at=now())
    with django_capture_on_commit_callbacks(execute=True):
        response = tina.get(reverse("paths:export", args=[path.pk]), {"unit": cast.store.pk})
    job = Job.objects.get()
    assert response["Location"] == reverse("job", args=[job.pk])
    assert job.outcome["file_name"] == f"start-{localdate()}.xlsx"
    with job.file.open() as file:
        assert [row[0].value for row in load_workbook(file).active] == ["Name", "Bob", "Carol", "Dan"]


def test_by_hand_by_number_and_by_unit(tina, cast, abc):
    path = make_path(Step(abc[0].pk), active=False)
    url = reverse("paths:assign", args=[path.pk])
    response = tina.post(url, {"numbers": "00002， 00004", "unit": ""}, follow=True)
    assert "2 people came onto the path." in text(response)
    response = tina.post(url, {"numbers": "", "unit": cast.store.pk}, follow=True)
    assert "2 people came onto the path. 1 was on it already." in text(response)
    assert on(path) == ["Bob", "Carol", "Dan", "Eve"]


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"numbers": "00002 99999"}, "Nobody in your units has the number 99999, or they have left."),
        ({"numbers": ""}, "Say who: employee numbers, a unit, or both."),
    ],
)
def test_by_hand_nobody_is_put_on_by_mistake(tina, cast, abc, posted, sentence):
    path = make_path(Step(abc[0].pk))
    response = tina.post(reverse("paths:assign", args=[path.pk]), posted)
    assert response.status_code == 422
    assert sentence in text(response)
    assert on(path) == []


def test_many_by_hand_are_put_on_by_a_worker(tina, cast, abc, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("training.views.office.path_people.AT_ONCE", 2)
    path = make_path(Step(abc[0].pk))
    with django_capture_on_commit_callbacks(execute=True):
        tina.post(reverse("paths:assign", args=[path.pk]), {"numbers": "00004", "unit": cast.store.pk})
    assert Job.objects.get().outcome["sentence"] == "4 people came onto the path."
    assert on(path) == ["Bob", "Carol", "Dan", "Eve"]


def test_taking_somebody_off_who_was_put_on_by_hand(tina, cast, abc):
    path = make_path(Step(abc[0].pk), active=False)
    tina.post(reverse("paths:assign", args=[path.pk]), {"numbers": "00002"})
    mine = PathAssignment.objects.get()
    url = reverse("paths:take-off", args=[path.pk, mine.pk])
    assert "Carol is no longer on the path." in text(tina.post(url, follow=True))
    assert on(path) == []
    assert "no longer on the path" not in text(tina.post(url, follow=True))


def test_the_rules_can_be_looked_at_now(tina, cast, abc, django_capture_on_commit_callbacks):
    path = make_path(Step(abc[0].pk))
    with django_capture_on_commit_callbacks(execute=True):
        tina.post(reverse("paths:follow", args=[path.pk]))
    assert on(path) == ["Bob", "Carol", "Dan", "Eve"]
    with django_capture_on_commit_callbacks(execute=True):
        tina.post(reverse("paths:follow", args=[path.pk]))
    last = Job.objects.order_by("-pk").first()
    assert last.outcome["sentence"] == "Everybody has what the rules say already; nothing was changed."


@pytest.mark.parametrize(
    ("wanted", "codes"), [("导购", ["start"]), ("assist", ["start"]), ("oth", ["other"]), ("x", [])]
)
def test_paths_are_found_by_title_in_every_language_and_by_code(tina, abc, wanted, codes):
    make_path(Step(abc[0].pk))
    make_path(Step(abc[0].pk), code="other", titles={"en": "Refresh"})
    page = tina.get(reverse("paths:index_results"), {"q": wanted})
    assert [path.code for path in page.context["object_list"]] == codes


def test_the_list_of_paths_counts_courses_and_people(tina, cast, abc):
    path = make_path(Step(abc[0].pk), Step(abc[1].pk))
    assign(path, at=now())
    page = tina.get(reverse("paths:index"))
    (found,) = page.context["object_list"]
    assert (found.courses, found.on_it, found.completed) == (2, 4, 0)
    assert "assigns people" in text(page)
