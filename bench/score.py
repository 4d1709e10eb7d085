"""How long scoring a cycle takes, against the bare sums over the same facts and the writing of the same rows.

    .venv/bin/python bench/score.py --employees 100000

The bound: the sums of the facts, the ratings and the key results, grouped but made into nothing, and then the
finished cards, lines and feedback groups written to the same empty tables, by executemany on SQLite and by
COPY on PostgreSQL (when DATABASE_URL names one). Each runs in a process and on a database of its own. Ours may
take three times as long.
"""

import argparse
import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from load_facts import BOUND, MAKE_CHAIN, REPOSITORY, environment_of

KINDS = ("units positions employees kpis kpi-facts cycles plans cycle-plans targets okrs competencies feedback").split()

SUMS = (
    """SELECT COUNT(*), SUM(n), SUM(d) FROM (
      SELECT employee_id, kpi_id, SUM(numerator) AS n, SUM(denominator) AS d FROM scorecards_kpifact
      WHERE employee_id IS NOT NULL GROUP BY employee_id, kpi_id) s""",
    """SELECT COUNT(*), SUM(n), SUM(d) FROM (
      SELECT subject_id, relation, rater_id, SUM(rating) AS n, COUNT(rating) AS d FROM scorecards_feedbackanswer
      WHERE rater_id IS NOT NULL AND cycle_id = (SELECT id FROM scorecards_cycle)
      GROUP BY subject_id, relation, rater_id) s""",
    """SELECT COUNT(*), SUM(n) FROM (
      SELECT o.employee_id, o.id, SUM(r.current) AS n FROM scorecards_objective o
      JOIN scorecards_keyresult r ON r.objective_id = o.id GROUP BY o.employee_id, o.id) s""",
)
TABLES = ("scorecards_scorecard", "scorecards_scorecardline", "scorecards_feedbackgroup")

Contest = tuple[Callable[[], int], Callable[[], None]]  # what is measured, and what comes after
Kept = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # table → its columns and rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--employees", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--run", choices=["ours", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        contest = {"ours": ours, "bare": bare}[options.run]
        print(json.dumps(measured(contest, options.rows)))
        return
    if not MAKE_CHAIN.is_file():
        sys.exit(f"{MAKE_CHAIN} is needed to make the files.")
    with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as folder:
        compare(Path(folder), options.employees, options.months)


def compare(folder: Path, employees: int, months: int) -> None:
    chain = folder / "chain"
    arguments = ["--employees", str(employees), "--months", str(months)]
    subprocess.run([sys.executable, str(MAKE_CHAIN), str(chain), *arguments], check=True)
    given = os.environ.get("DATABASE_URL", "")
    on_postgresql = given.startswith("postgres")
    rows = folder / "rows"
    with databases_on(given) if on_postgresql else copies_in(folder) as database:
        prepare(chain, environment_of(folder, database("ready")))
        results = {name: run(name, rows, environment_of(folder, database(name, "ready"))) for name in ("ours", "bare")}
    report(results, employees, "PostgreSQL" if on_postgresql else "SQLite")


@contextmanager
def copies_in(folder: Path) -> Iterator[Callable[..., str]]:
    """SQLite files: the address of one by name, copied from another."""

    def address(name: str, copied_from: str = "") -> str:
        file = folder / f"{name}.sqlite3"
        if copied_from:
            shutil.copy(folder / f"{copied_from}.sqlite3", file)
        return f"sqlite:///{file}"

    yield address


@contextmanager
def databases_on(given: str) -> Iterator[Callable[..., str]]:
    """PostgreSQL databases on the given server, dropped at the end."""
    import psycopg

    made: list[str] = []
    with psycopg.connect(given, autocommit=True) as server:

        def address(name: str, copied_from: str = "") -> str:
            database = f"bench_{os.getpid()}_{name}"
            template = f" TEMPLATE bench_{os.getpid()}_{copied_from}" if copied_from else ""
            server.execute(f"CREATE DATABASE {database}{template}")
            server.execute("CHECKPOINT")
            made.append(database)
            return urlunsplit(urlsplit(given)._replace(path=f"/{database}"))

        try:
            yield address
        finally:
            for database in made:
                server.execute(f"DROP DATABASE {database} WITH (FORCE)")


def prepare(chain: Path, environment: dict[str, str]) -> None:
    for kind in KINDS:
        command = [sys.executable, str(REPOSITORY / "manage.py"), "load", kind, str(chain / f"{kind}.csv")]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    settle = [sys.executable, "-c", SETTLE]
    subprocess.run(settle, env=environment, check=True)


SETTLE = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        cursor.execute("VACUUM ANALYZE")
"""


def run(name: str, rows: Path, environment: dict[str, str]) -> dict:
    command = [sys.executable, __file__, "--run", name, "--rows", str(rows)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measured(contest: Callable[[Path], Contest], rows: Path) -> dict[str, float]:
    """Seconds and peak memory of the contest; what is made ready before and put away after does not count."""
    go, put_away = contest(rows)
    started = time.perf_counter()
    count = go()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    put_away()
    return {"rows": count, "seconds": seconds, "mb": peak}


def ours(rows: Path) -> Contest:
    import django

    django.setup()
    from django.db import connection
    from django.utils.timezone import now

    from scorecards.actions.score import score
    from scorecards.models import Cycle

    connection.ensure_connection()

    def go() -> int:
        return score(Cycle.objects.get(), by=None, at=now())

    def put_away() -> None:
        """Keep the finished rows for the other contest."""
        kept: Kept = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT * FROM {table} ORDER BY id")
                kept[table] = [column[0] for column in cursor.description], cursor.fetchall()
        rows.write_bytes(pickle.dumps(kept))

    return go, put_away


def bare(rows: Path) -> Contest:
    address = os.environ["DATABASE_URL"]
    kept = pickle.loads(rows.read_bytes())
    go = bare_copy(address, kept) if address.startswith("postgres") else bare_executemany(address, kept)
    return go, lambda: None


def bare_executemany(address: str, kept: Kept) -> Callable[[], int]:
    import sqlite3

    database = sqlite3.connect(address.removeprefix("sqlite:///"))
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-64000", "foreign_keys=ON"):
        database.execute(f"PRAGMA {pragma}")
    prepared = {
        table: (columns, [tuple(map(_plain, row)) for row in written]) for table, (columns, written) in kept.items()
    }

    def go() -> int:
        for text in SUMS:
            database.execute(text).fetchall()
        with database:
            for table, (columns, written) in prepared.items():
                names, places = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
                database.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", written)
        return len(prepared[TABLES[0]][1])

    return go


def bare_copy(address: str, kept: Kept) -> Callable[[], int]:
    import psycopg

    database = psycopg.connect(address)
    prepared = {}
    for table, (columns, written) in kept.items():
        lines = ("\t".join("\\N" if v is None else str(v) for v in row) for row in written)
        prepared[table] = columns, ("\n".join(lines) + "\n").encode()
    count = len(kept[TABLES[0]][1])
    kept.clear()

    def go() -> int:
        with database, database.cursor() as cursor:
            for text in SUMS:
                cursor.execute(text).fetchall()
            for table, (columns, text) in prepared.items():
                names = ", ".join(f'"{c}"' for c in columns)
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    copy.write(text)
        return count

    return go


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def report(results: dict[str, dict], employees: int, database: str) -> None:
    ours, bare = results["ours"], results["bare"]
    ratio = ours["seconds"] / bare["seconds"]
    print(f"score, {database}, {employees:,} employees, {ours['rows']:,.0f} cards")
    print(f"  bare  {bare['seconds']:8.2f} s  {bare['mb']:7.0f} MB peak, finished rows in memory")
    print(f"  ours  {ours['seconds']:8.2f} s  {ours['mb']:7.0f} MB peak")
    print(f"  ratio {ratio:8.2f}    bound {BOUND:.1f}  {'good' if ratio <= BOUND else 'TOO SLOW'}")
    if ratio > BOUND:
        sys.exit(1)


if __name__ == "__main__":
    main()
