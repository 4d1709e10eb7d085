"""How long giving a learning path of eight courses to a whole chain takes, against the bare writing of its rows.

    .venv/bin/python bench/assign_path.py --employees 100000

The bound: the finished assignments and enrolments written to the same empty tables by executemany. Each runs in a
process and on a database of its own. Ours, which finds the people, works out their days and writes in batches that
others can write between, may take three times as long. A second run of ours must write nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from load_facts import BOUND, REPOSITORY, environment_of
from score import Contest, copies_in, databases_on, measured

TABLES = ("training_pathassignment", "training_enrolment")
COURSES = 8
STORE = 20  # people in one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--employees", type=int, default=10_000)
    parser.add_argument("--run", choices=["prepare", "ours", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run == "prepare":
        prepare(options.employees)
    elif options.run:
        print(json.dumps(measured({"ours": ours, "bare": bare}[options.run], options.rows)))
    else:
        with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as folder:
            compare(Path(folder), options.employees)


def compare(folder: Path, employees: int) -> None:
    given = os.environ.get("DATABASE_URL", "")
    on_postgresql = given.startswith("postgres")
    rows = folder / "rows"
    with databases_on(given) if on_postgresql else copies_in(folder) as database:
        ready = environment_of(folder, database("ready"))
        subprocess.run([sys.executable, str(REPOSITORY / "manage.py"), "migrate", "-v0"], env=ready, check=True)
        run("prepare", rows, ready, employees)
        results = {name: run(name, rows, environment_of(folder, database(name, "ready"))) for name in ("ours", "bare")}
    report(
        results,
        employees,
        "PostgreSQL" if on_postgresql else "SQLite",
        json.loads(rows.with_suffix(".again").read_text()),
    )


def run(name: str, rows: Path, environment: dict[str, str], employees: int = 0) -> dict[str, Any]:
    command = [sys.executable, __file__, "--run", name, "--rows", str(rows), "--employees", str(employees)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}


def prepare(employees: int) -> None:
    """A chain of so many people in stores of twenty, and a path that is for all of them."""
    import django

    django.setup()
    from datetime import date, timedelta

    from django.utils.timezone import localdate

    from people.models import Employee, Position, Posting, Unit
    from training.actions import path_saving
    from training.audiences import PathDraft
    from training.models import Course
    from training.rules.paths import Rule, Step

    company = Unit.add_root(code="CO", name="Company", kind="company")
    for number in range((employees + STORE - 1) // STORE):
        company.add_child(code=f"S{number}", name=f"Store {number}", kind="store")
        company.refresh_from_db()
    stores = list(Unit.objects.filter(depth=2).values_list("pk", flat=True))
    position = Position.objects.create(code="sales", name="Shop assistant", level=1)
    today = localdate()
    Employee.objects.bulk_create(
        Employee(employee_no=f"{n:07d}", name=f"Person {n}", hired_on=today - timedelta(days=n % 700))
        for n in range(employees)
    )
    people = Employee.objects.order_by("pk").values_list("pk", flat=True)
    Posting.objects.bulk_create(
        Posting(employee_id=pk, unit_id=stores[n // STORE], position=position, starts_on=date(2020, 1, 1))
        for n, pk in enumerate(people)
    )
    courses = [Course.objects.create(code=f"c{n}", titles={"en": f"Course {n}"}) for n in range(COURSES)]
    steps = tuple(Step(course.pk, wait_days=7 * n, due_days=30 * (n + 1)) for n, course in enumerate(courses))
    rule = Rule(positions=frozenset({position.pk}), units=frozenset({company.pk}))
    path_saving.save(
        PathDraft("start", {"en": "Start"}, "new", steps, (rule, Rule(served_until=200)), active=True),
        version=0,
        by=None,
    )


def ours(rows: Path) -> Contest:
    import django

    django.setup()
    import pickle
    import time

    from django.db import connection
    from django.utils.timezone import now

    from training.actions import paths
    from training.models import Path as LearningPath

    connection.ensure_connection()
    path, at = LearningPath.objects.get(), now()

    def go() -> int:
        return paths.apply(path, at=at, progress=lambda done, total: None).gained

    def put_away() -> None:
        """Run it once more, which must write nothing; then keep the finished rows for the other contest."""
        started = time.perf_counter()
        changed = bool(paths.apply(path, at=at))
        again = {"seconds": time.perf_counter() - started, "changed": changed}
        rows.with_suffix(".again").write_text(json.dumps(again))
        kept = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT * FROM {table} ORDER BY id")
                kept[table] = [column[0] for column in cursor.description], cursor.fetchall()
        rows.write_bytes(pickle.dumps(kept))

    return go, put_away


def bare(rows: Path) -> Contest:
    import pickle

    kept = pickle.loads(rows.read_bytes())
    return executemany(os.environ["DATABASE_URL"], kept), lambda: None


def executemany(address: str, kept: dict[str, Any]) -> Callable[[], int]:
    """One prepared INSERT for each table, all rows in one transaction."""
    database, mark = connected(address)

    def go() -> int:
        cursor = database.cursor()
        for table, (columns, written) in kept.items():
            names, places = ", ".join(f'"{c}"' for c in columns), ", ".join([mark] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", written)
        database.commit()
        return len(kept[TABLES[0]][1])

    return go


def connected(address: str) -> tuple[Any, str]:
    if address.startswith("postgres"):
        import psycopg

        return psycopg.connect(address), "%s"
    import sqlite3

    database = sqlite3.connect(address.removeprefix("sqlite:///"))
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-64000", "foreign_keys=ON"):
        database.execute(f"PRAGMA {pragma}")
    return database, "?"


def report(results: dict[str, dict[str, Any]], employees: int, database: str, again: dict[str, Any]) -> None:
    ours, bare = results["ours"], results["bare"]
    ratio = ours["seconds"] / bare["seconds"]
    print(f"assign a path of {COURSES} courses, {database}, {employees:,} employees, {ours['rows']:,} assignments")
    print(f"  bare  {bare['seconds']:8.2f} s  {bare['mb']:7.0f} MB peak, finished rows in memory")
    print(f"  ours  {ours['seconds']:8.2f} s  {ours['mb']:7.0f} MB peak")
    print(f"  again {again['seconds']:8.2f} s  {'WROTE SOMETHING' if again['changed'] else 'wrote nothing'}")
    print(f"  ratio {ratio:8.2f}    bound {BOUND:.1f}  {'good' if ratio <= BOUND else 'TOO SLOW'}")
    if ratio > BOUND or again["changed"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
