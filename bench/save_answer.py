"""How many answers of a sitting are stored in a second, against a bare view that writes one row.

    .venv/bin/python bench/save_answer.py

The bound: a signed-in Django view behind the same middleware that writes one row of the same table and says so. Both
are asked in turns by the same four people, over HTTP, of the same gunicorn process with four threads, in one run. Ours
finds the question and locks the attempt, reads the answer by the kind of its question, writes the save under its own
id and the answer that stands, in one transaction; it must reach half of the bare view's requests per second.
On SQLite, or on a database of its own on the server that DATABASE_URL names.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from load_facts import REPOSITORY
from score import copies_in, databases_on
from sitting_site import Browser, served, sign_in, site_environment

BOUND = 0.5
PEOPLE = 4
QUESTIONS = 20


@dataclass(frozen=True)
class Person:
    browser: Browser
    attempt: int
    items: list[int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=12)
    parser.add_argument("--requests", type=int, default=40, help="of each person at each address in a turn")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(json.dumps(prepare()))
        return
    given = os.environ.get("DATABASE_URL", "")
    on_postgresql = given.startswith("postgres")
    with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as name:
        folder = Path(name)
        with databases_on(given) if on_postgresql else copies_in(folder) as database:
            environment = site_environment(folder, database("sitting"))
            subprocess.run(
                [sys.executable, str(REPOSITORY / "manage.py"), "migrate", "-v0"], env=environment, check=True
            )
            command = [sys.executable, __file__, "--prepare"]
            told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
            with served(environment, workers=1, threads=PEOPLE) as port:
                people = [
                    Person(Browser(port, each["session"]), each["attempt"], each["items"])
                    for each in json.loads(told.splitlines()[-1])
                ]
                ours, bare = measure(people, options.turns, options.requests)
    report(ours, bare, "PostgreSQL" if on_postgresql else "SQLite")


def prepare() -> list[dict[str, object]]:
    """Four people with an attempt under way each."""
    import django

    django.setup()
    from django.contrib.sessions.models import Session
    from django.utils.timezone import now

    from assessments.actions import attempts
    from people.models import Employee
    from tests.factories import make_quiz

    quiz, found = make_quiz("bench", singles=QUESTIONS, multiples=0), []
    for session in sign_in(PEOPLE):
        user = Session.objects.get(pk=session).get_decoded()["_auth_user_id"]
        attempt = attempts.start(quiz, Employee.objects.get(user=user), at=now())
        items = list(attempt.items.order_by("order").values_list("pk", flat=True))
        found.append({"session": session, "attempt": attempt.pk, "items": items})
    return found


def ask_ours(person: Person, number: int) -> None:
    fields = {"save": uuid4(), "given": round(time.time() * 1000), "chosen": "abcd"[number % 4]}
    status, _body = person.browser.post(f"/attempts/{person.attempt}/answers/{1 + number % QUESTIONS}/", fields)
    assert status == 200, status


def ask_bare(person: Person, number: int) -> None:
    fields = {"save": uuid4(), "item": person.items[number % QUESTIONS], "chosen": "abcd"[number % 4]}
    status, _body = person.browser.post("/bare/", fields)
    assert status == 200, status


def measure(people: list[Person], turns: int, requests: int) -> tuple[float, float]:
    """Requests per second of each, asked for in turns so that both meet the same machine."""
    spent = {ask_ours: 0.0, ask_bare: 0.0}
    with ThreadPoolExecutor(PEOPLE) as pool:
        for turn in range(-1, turns):  # the first turn warms up
            for ask in (ask_ours, ask_bare) if turn % 2 else (ask_bare, ask_ours):
                begun = time.perf_counter()
                list(pool.map(lambda person, ask=ask: [ask(person, n) for n in range(requests)], people))
                if turn >= 0:
                    spent[ask] += time.perf_counter() - begun
    asked = turns * requests * len(people)
    return asked / spent[ask_ours], asked / spent[ask_bare]


def report(ours: float, bare: float, database: str) -> None:
    ratio = ours / bare
    print(f"saving an answer, {database}, requests per second of one gunicorn process with {PEOPLE} threads")
    print(f"  bare  {bare:8.1f} /s")
    print(f"  ours  {ours:8.1f} /s")
    print(f"  ratio {ratio:8.2f}    bound {BOUND:.2f}  {'good' if ratio >= BOUND else 'TOO SLOW'}")
    if ratio < BOUND:
        sys.exit(1)


if __name__ == "__main__":
    main()
