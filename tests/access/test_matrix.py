"""Every address of ours × the cast → the code it answers with. An address that is missing here fails."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.world import make_world

GET, POST = "get", "post"
PEOPLE = ("alice", "bob", "carol", "dan", "eve", "tina", "mallory", "ada", "nobody")
OURS = ("foundation", "people", "assessments", "training", "cms", "scorecards")


def nothing(world: dict[str, Any]) -> list[Any]:
    return []


def one(name: str) -> Callable[[dict[str, Any]], list[Any]]:
    """The address takes the key of this row of the world."""
    return lambda world: [world[name].pk]


cycle, scheme, load, job, unit, carol, live, graded = map(
    one, ("cycle", "scheme", "load", "job", "unit", "carol", "live", "graded")
)


def kind(world: dict[str, Any]) -> list[Any]:
    return ["units"]


def unknown_code(world: dict[str, Any]) -> list[Any]:
    return ["ABCD"]


def grant_of_dan(world: dict[str, Any]) -> list[Any]:
    return [world["dan"].pk, world["grant"].pk]


def quiz(world: dict[str, Any]) -> list[Any]:
    return [world["quiz"].code]


def first_answer(world: dict[str, Any]) -> list[Any]:
    return [world["live"].pk, 1]


def certificate(world: dict[str, Any]) -> list[Any]:
    return [world["certificate"].code]


def course(world: dict[str, Any]) -> list[Any]:
    return [world["course"].code]


def lesson(world: dict[str, Any]) -> list[Any]:
    return [world["course"].code, "four-principles"]


def card(world: dict[str, Any]) -> list[Any]:
    return [world["cycle"].code, world["carol"].employee_no]


def line(world: dict[str, Any]) -> list[Any]:
    return [*card(world), world["line"].pk]


# Alice is HR, Bob manages store one where Carol and Dan work, Eve works in store two, Tina is a trainer,
# Mallory a mystery shopper, Ada an administrator, nobody is not signed in. The rows are about Carol.
# 302 for nobody leads to the sign-in page; after a POST it leads on.
#
#                                              alice bob carol dan eve tina mallory ada nobody
TABLE: dict[str, tuple[str, Callable[[dict[str, Any]], list[Any]], str]] = {
    "assessments:answer post": (POST, first_answer, "404 404 302 404 404 404 404 404 302"),
    "assessments:attempt": (GET, live, "404 404 200 404 404 404 404 404 302"),
    "assessments:quiz": (GET, quiz, "200 200 200 200 200 200 200 200 302"),
    "assessments:quiz post": (POST, quiz, "200 302 302 302 302 200 200 200 302"),
    "assessments:result": (GET, graded, "404 404 200 404 404 404 404 404 302"),
    "assessments:submit post": (POST, live, "404 404 302 404 404 404 404 404 302"),
    "cms:course": (GET, course, "200 200 200 200 200 200 404 200 302"),
    "cms:course post": (POST, course, "302 302 302 302 302 302 404 302 302"),
    "cms:courses": (GET, nothing, "200 200 200 200 200 200 404 200 302"),
    "cms:lesson": (GET, lesson, "200 200 200 200 200 200 404 200 302"),
    "cms:lesson-done post": (POST, lesson, "302 302 302 302 302 302 404 302 302"),
    "cycles:cards": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:cards_results": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:close": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:close post": (POST, cycle, "302 403 403 403 403 403 403 403 302"),
    "cycles:cycle": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:index": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "cycles:index_results": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "cycles:reopen": (GET, cycle, "302 403 403 403 403 403 403 403 302"),
    "cycles:reopen post": (POST, cycle, "422 403 403 403 403 403 403 403 302"),
    "cycles:score post": (POST, cycle, "302 403 403 403 403 403 403 403 302"),
    "data_export": (GET, kind, "200 403 403 403 403 403 403 403 302"),
    "data_file": (GET, load, "200 403 403 403 403 403 403 403 302"),
    "data_index": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "data_load": (GET, kind, "200 403 403 403 403 403 403 403 302"),
    "data_load post": (POST, kind, "422 403 403 403 403 403 403 403 302"),
    "job": (GET, job, "200 403 403 403 403 404 403 404 302"),
    "job_file": (GET, job, "404 403 403 403 403 404 403 404 302"),
    "job_file post": (POST, job, "404 403 403 403 403 404 403 404 302"),
    "job_progress": (GET, job, "200 403 403 403 403 404 403 404 302"),
    "job_progress post": (POST, job, "200 403 403 403 403 404 403 404 302"),
    "jobs": (GET, nothing, "200 403 403 403 403 200 403 200 302"),
    "people:join": (GET, unknown_code, "404 404 404 404 404 404 404 404 404"),
    "people:language post": (POST, nothing, "400 400 400 400 400 400 400 400 400"),
    "people:me": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "people:me post": (POST, nothing, "200 200 200 200 200 200 200 200 302"),
    "people:theme post": (POST, nothing, "400 400 400 400 400 400 400 400 400"),
    "people_office:grant post": (POST, carol, "302 403 403 403 403 403 403 302 302"),
    "people_office:index": (GET, nothing, "200 403 403 403 403 403 403 200 302"),
    "people_office:index_results": (GET, nothing, "200 403 403 403 403 403 403 200 302"),
    "people_office:invitation": (GET, carol, "200 403 403 403 403 403 403 200 302"),
    "people_office:invite post": (POST, carol, "302 403 403 403 403 403 403 302 302"),
    "people_office:person": (GET, carol, "200 403 403 403 403 403 403 200 302"),
    "people_office:revoke post": (POST, grant_of_dan, "302 403 403 403 403 403 403 302 302"),
    "people_office:unit": (GET, unit, "200 403 403 403 403 403 403 200 302"),
    "people_office:units": (GET, nothing, "200 403 403 403 403 403 403 200 302"),
    "schemes:index": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "schemes:index_results": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "schemes:pay post": (POST, scheme, "302 403 403 403 403 403 403 403 302"),
    "schemes:payouts": (GET, scheme, "200 403 403 403 403 403 403 403 302"),
    "schemes:payouts_results": (GET, scheme, "200 403 403 403 403 403 403 403 302"),
    "schemes:scheme": (GET, scheme, "200 403 403 403 403 403 403 403 302"),
    "scorecards:card": (GET, card, "200 200 200 404 404 404 404 404 302"),
    "scorecards:line": (GET, line, "200 200 200 404 404 404 404 404 302"),
    "scorecards:reviews": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "scorecards:team": (GET, nothing, "200 200 404 200 404 404 404 404 302"),
    "training:certificate-pdf": (GET, certificate, "200 200 200 404 404 404 404 404 302"),
    "training:certificates": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "training:home": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "training:verify": (GET, certificate, "200 200 200 200 200 200 200 200 200"),
    "training:verify-form": (GET, nothing, "200 200 200 200 200 200 200 200 200"),
}


def routes(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, entry.name or "")), entry


def our_routes() -> set[str]:
    found = set()
    for name, entry in routes(get_resolver()):
        module = getattr(entry.callback, "__module__", "")
        if module.partition(".")[0] in OURS:
            found.add(name)
    return found


def test_every_address_of_ours_is_in_the_table():
    assert our_routes() == {name.partition(" ")[0] for name in TABLE}


def test_who_gets_which_answer(cast, client, subtests):
    world = make_world(cast)
    for row in TABLE:
        with subtests.test(row):
            check(row, world, cast, client)


def check(row, world, cast, client):
    method, arguments, expected = TABLE[row]
    url = reverse(row.partition(" ")[0], args=arguments(world))
    answers = {}
    for person in PEOPLE:
        untouched = transaction.savepoint()
        client.logout()
        if person != "nobody":
            client.force_login(getattr(cast, person))
        answers[person] = getattr(client, method)(url).status_code
        transaction.savepoint_rollback(untouched)
    assert answers == dict(zip(PEOPLE, map(int, expected.split()), strict=True))


# Wagtail's and allauth's addresses, as groups: one of each stands for all.
THEIRS = {
    "/admin/": "200 403 403 403 403 200 403 200 302",
    "/admin/pages/": "302 403 403 403 403 302 403 302 302",
    "/admin/reports/site-history/": "200 403 403 403 403 200 403 200 302",
    "/admin/images/": "302 403 403 403 403 302 403 302 302",
    "/documents/1/none.pdf": "404 404 404 404 404 404 404 404 404",
    "/accounts/login/": "302 302 302 302 302 302 302 302 200",
    "/accounts/signup/": "302 302 302 302 302 302 302 302 200",
    "/accounts/password/change/": "200 200 200 200 200 200 200 200 302",
}


def test_what_others_brought_along_is_open_to_the_same_people(cast, client, subtests):
    for url, expected in THEIRS.items():
        with subtests.test(url):
            answers = {}
            for person in PEOPLE:
                client.logout()
                if person != "nobody":
                    client.force_login(getattr(cast, person))
                answers[person] = client.get(url).status_code
            assert answers == dict(zip(PEOPLE, map(int, expected.split()), strict=True))


def test_every_page_says_that_nobody_elses_server_is_called(cast, client):
    client.force_login(cast.alice)
    for url in ("/team/", "/admin/", "/accounts/password/change/"):
        assert "default-src 'self'" in client.get(url)["Content-Security-Policy"]
