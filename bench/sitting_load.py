"""Five hundred learners who sit one quiz at the same time, and not one answer lost or counted twice.

    .venv/bin/python bench/sitting_load.py --learners 500

Over HTTP, against a gunicorn of its own, on SQLite or on a database of its own on the server that DATABASE_URL names.
Everybody begins twice at the same moment, answers every question, changes every second answer, and hands in twice at
the same moment, as bad lines make people do. Of the answers a part is sent twice at once, a part twice because the
line broke before the reply was heard, and a part in the wrong order. What the server could not take for the moment is
sent again under its own id. Nobody waits for anybody: all of them are at it at once.

Then the database is read, answer by answer, and compared with what each device knows that it gave. It must hold:

- one attempt of each learner, handed in once, with one row in the history for its beginning and one for its end;
- each answer once, under its id, with its content, and no other;
- as the answer of each question the one that was given last, and the mark that it earns;
- the percentage that follows from those marks.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

from load_facts import REPOSITORY
from score import copies_in, databases_on
from sitting_site import Browser, served, sign_in, site_environment

QUIZ = "load"
RIGHT = "a"  # of every question
TRIES = 60  # of one request, before the learner gives up


@dataclass
class Given:
    """An answer as the device knows it."""

    id: str
    order: int
    chosen: str
    given: int  # milliseconds


@dataclass
class Learner:
    session: str
    attempt: int = 0
    answers: list[Given] = field(default_factory=list)
    requests: int = 0
    tries_again: int = 0
    trouble: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=500)
    parser.add_argument("--questions", type=int, default=8)
    parser.add_argument("--run", choices=["prepare", "check"], help=argparse.SUPPRESS)
    parser.add_argument("--told", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run == "prepare":
        options.told.write_text(json.dumps(prepare(options.learners, options.questions)))
    elif options.run == "check":
        print(json.dumps(check(json.loads(options.told.read_text()), options.questions)))
    else:
        with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as folder:
            load(Path(folder), options.learners, options.questions)


def load(folder: Path, count: int, questions: int) -> None:
    given = os.environ.get("DATABASE_URL", "")
    on_postgresql = given.startswith("postgres")
    told = folder / "told.json"
    with databases_on(given) if on_postgresql else copies_in(folder) as database:
        environment = site_environment(folder, database("load"))
        subprocess.run([sys.executable, str(REPOSITORY / "manage.py"), "migrate", "-v0"], env=environment, check=True)
        again = [sys.executable, __file__, f"--learners={count}", f"--questions={questions}", f"--told={told}"]
        subprocess.run([*again, "--run=prepare"], env=environment, check=True)
        learners = [Learner(session) for session in json.loads(told.read_text())]
        with served(environment, workers=2, threads=12) as port:
            seconds = sit(learners, port, questions)
        told.write_text(json.dumps([asdict(learner) for learner in learners]))
        found = subprocess.run(
            [*again, "--run=check"], env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
    report(learners, seconds, json.loads(found.splitlines()[-1]), "PostgreSQL" if on_postgresql else "SQLite")


def prepare(count: int, questions: int) -> list[str]:
    """The quiz, and learners who are signed in."""
    import django

    django.setup()
    from django.db import transaction

    from tests.factories import make_quiz

    with transaction.atomic():
        make_quiz(QUIZ, singles=questions, multiples=0)
        return sign_in(count)


def sit(learners: list[Learner], port: int, questions: int) -> float:
    """All of them at once; how many seconds that took."""
    together = threading.Barrier(len(learners) + 1)
    threads = [
        threading.Thread(target=live, args=(learner, port, questions, number, together), daemon=True)
        for number, learner in enumerate(learners)
    ]
    threading.stack_size(512 * 1024)
    for thread in threads:
        thread.start()
    together.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def live(learner: Learner, port: int, questions: int, number: int, together: threading.Barrier) -> None:
    tabs = Browser(port, learner.session), Browser(port, learner.session)
    together.wait()
    try:
        Sitting(learner, tabs, random.Random(number)).whole(questions)
    except Exception as trouble:
        learner.trouble = f"{type(trouble).__name__}: {trouble}"
    finally:
        for tab in tabs:
            tab.hang_up()


class Sitting:
    """What one learner does, with two tabs and a bad line."""

    def __init__(self, learner: Learner, tabs: tuple[Browser, Browser], dice: random.Random) -> None:
        self.learner, self.tabs, self.dice = learner, tabs, dice

    def whole(self, questions: int) -> None:
        addresses = self.twice_at_once(f"/quizzes/{QUIZ}/", {}, good=302)
        self.learner.attempt = int(addresses[0].strip("/").split("/")[-1])
        for order in range(1, questions + 1):
            given = [self.give(order)]
            if order % 2 == 0:
                given.append(self.give(order))
            if self.dice.random() < 0.2:
                given.reverse()  # the later one comes first
            for each in given:
                self.deliver(each)
        self.twice_at_once(f"/attempts/{self.learner.attempt}/submit/", {}, good=302)

    def give(self, order: int) -> Given:
        last = self.learner.answers[-1].given if self.learner.answers else 0
        moment = max(round(time.time() * 1000), last + 1)
        given = Given(str(uuid4()), order, self.dice.choice("aabcd"), moment)
        self.learner.answers.append(given)
        return given

    def deliver(self, given: Given) -> None:
        address = f"/attempts/{self.learner.attempt}/answers/{given.order}/"
        fields = {"save": given.id, "given": given.given, "chosen": given.chosen}
        chance = self.dice.random()
        if chance < 0.15:
            self.twice_at_once(address, fields, good=200)
            return
        if chance < 0.3:
            self.unheard(address, fields)
        self.insist(lambda: self.tabs[0].post(address, fields), good=200)

    def unheard(self, address: str, fields: dict[str, Any]) -> None:
        """The line breaks before the reply is heard: nobody knows whether the answer came."""
        self.learner.requests += 1
        with suppress(OSError):
            self.tabs[0].send(address, fields)
        self.tabs[0].hang_up()

    def twice_at_once(self, address: str, fields: dict[str, Any], *, good: int) -> list[str]:
        """From both tabs, before either is answered."""
        with suppress(OSError):
            for tab in self.tabs:
                tab.send(address, fields)
        return [
            self.insist(first, good=good)
            for first in (
                lambda: self.heard(self.tabs[0], address, fields),
                lambda: self.heard(self.tabs[1], address, fields),
            )
        ]

    def heard(self, tab: Browser, address: str, fields: dict[str, Any]) -> tuple[int, str]:
        """The reply that is under way, or, where the line is gone, that of asking again."""
        return tab.hear() if tab.waits else tab.post(address, fields)

    def insist(self, ask: Callable[[], tuple[int, str]], *, good: int) -> str:
        """Ask until the server answers `good`; anything else but trouble of its own is a failure."""
        for tried in range(TRIES):
            self.learner.requests += 1
            try:
                status, body = ask()
            except (OSError, HTTPException):
                status, body = 0, ""
                for tab in self.tabs:
                    tab.hang_up()
            if status == good:
                return body
            if status and status < 500:
                raise AssertionError(f"{status} instead of {good}: {body[:200]}")
            self.learner.tries_again += 1
            time.sleep(min(0.05 * 2**tried, 2) * self.dice.random())
        raise AssertionError("The server does not answer.")


def check(told: list[dict[str, Any]], questions: int) -> list[str]:
    """What the database says otherwise than the devices do; empty if nothing was lost and nothing is there twice."""
    import django

    django.setup()
    from wagtail.models import ModelLogEntry

    from assessments.models import Attempt, AttemptItem, Save

    wrong = [f"{each['session'][:6]}: {each['trouble']}" for each in told if each["trouble"]]
    stored = Stored(
        {attempt.pk: attempt for attempt in Attempt.objects.all()},
        {(item.attempt_id, item.order): item for item in AttemptItem.objects.all()},
        {str(save.pk): save for save in Save.objects.all()},
    )
    counts = {
        "attempts": len(stored.attempts),
        "beginnings": ModelLogEntry.objects.filter(action="assessments.start").count(),
        "ends": ModelLogEntry.objects.filter(action="assessments.submit").count(),
    }
    wrong += [f"{count} {what} of {len(told)} learners" for what, count in counts.items() if count != len(told)]
    given = sum(len(each["answers"]) for each in told)
    if len(stored.saves) != given:
        wrong.append(f"{len(stored.saves)} answers stored, {given} given")
    for each in told:
        if each["attempt"] and not each["trouble"]:
            wrong += compare(each["attempt"], each["answers"], stored, questions)
    return wrong


@dataclass(frozen=True)
class Stored:
    attempts: dict[int, Any]
    items: dict[tuple[int, int], Any]
    saves: dict[str, Any]


def compare(attempt: int, answers: list[dict[str, Any]], stored: Stored, questions: int) -> list[str]:
    """What of one learner is stored otherwise than it was given."""
    wrong: list[str] = []
    last: dict[int, dict[str, Any]] = {}
    for answer in answers:
        last[answer["order"]] = max(last.get(answer["order"], answer), answer, key=lambda one: one["given"])
        save, item = stored.saves.get(answer["id"]), stored.items[attempt, answer["order"]]
        if save is None:
            wrong.append(f"lost: {answer}")
        elif (save.item_id, save.chosen) != (item.pk, [answer["chosen"]]):
            wrong.append(f"another answer under its id: {answer}")
    right = 0
    for order in range(1, questions + 1):
        item, wanted = stored.items[attempt, order], last[order]["chosen"]
        right += wanted == RIGHT
        if item.chosen != [wanted] or item.mark != int(wanted == RIGHT):
            wrong.append(f"attempt {attempt}, question {order}: {item.chosen}, {item.mark}; given was {wanted}")
    row = stored.attempts[attempt]
    if row.submitted_at is None or round(float(row.percent), 2) != round(100 * right / questions, 2):
        wrong.append(f"attempt {attempt}: {row.percent} for {right} of {questions}")
    return wrong


def report(learners: list[Learner], seconds: float, wrong: list[str], database: str) -> None:
    answers = sum(len(learner.answers) for learner in learners)
    requests, again = (sum(getattr(each, name) for each in learners) for name in ("requests", "tries_again"))
    print(
        f"{len(learners)} learners at once, {database}: {answers:,} answers in {requests:,} requests, {seconds:.1f} s"
    )
    print(f"  sent again because the server was busy   {again:8,}")
    print(f"  lost, double or wrong                    {len(wrong):8,}    {'NOT GOOD' if wrong else 'good'}")
    for each in wrong[:20]:
        print(f"    {each}")
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
