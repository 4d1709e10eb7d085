"""How long our load of kpi-facts takes, against the bare statements over the same file.

    .venv/bin/python bench/load_facts.py --employees 100000

On SQLite the bound is csv.reader with executemany of INSERT … ON CONFLICT DO UPDATE; on PostgreSQL (when
DATABASE_URL names one) COPY and one INSERT … SELECT … ON CONFLICT DO UPDATE: the same table, indexes and foreign
keys. Each runs in a process and, on SQLite, on a copy of its own. Ours may take three times as long.
"""

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

REPOSITORY = Path(__file__).resolve().parents[1]
MAKE_CHAIN = REPOSITORY.parent / "shared" / "tools" / "make_chain.py"
BOUND = 3.0
BEFORE = ("units", "positions", "employees", "kpis")
TABLE = "scorecards_kpifact"

UPSERT_SQLITE = (
    f"INSERT INTO {TABLE} (kpi_id, employee_id, unit_id, period, numerator, denominator, source, load_id, row) "
    "VALUES (?, ?, NULL, ?, ?, ?, ?, NULL, ?) "
    "ON CONFLICT (employee_id, kpi_id, period) WHERE employee_id IS NOT NULL DO UPDATE SET "
    "numerator = excluded.numerator, denominator = excluded.denominator, source = excluded.source"
)
UPSERT_POSTGRESQL = (
    f"INSERT INTO {TABLE} (kpi_id, employee_id, period, numerator, denominator, source) "
    "SELECT k.id, e.id, (s.period || '-01')::date, (s.numerator::numeric * 1000000)::bigint, "
    "(s.denominator::numeric * 1000000)::bigint, coalesce(s.source, '') FROM stage s "
    "JOIN scorecards_kpi k ON k.code = s.kpi_code JOIN people_employee e ON e.employee_no = s.employee_no "
    "ON CONFLICT (employee_id, kpi_id, period) WHERE employee_id IS NOT NULL DO UPDATE SET "
    "numerator = excluded.numerator, denominator = excluded.denominator, source = excluded.source"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--employees", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--run", choices=["ours", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(measured(ours if options.run == "ours" else bare, options.file)))
        return
    if not MAKE_CHAIN.is_file():
        sys.exit(f"{MAKE_CHAIN} is needed to make the files.")
    with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as folder:
        compare(Path(folder), options.employees, options.months)


def compare(folder: Path, employees: int, months: int) -> None:
    chain = folder / "chain"
    arguments = ["--employees", str(employees), "--months", str(months)]
    subprocess.run([sys.executable, str(MAKE_CHAIN), str(chain), *arguments], check=True)
    file = chain / "kpi-facts.csv"
    given = os.environ.get("DATABASE_URL", "")
    contest = on_postgresql if given.startswith("postgres") else on_sqlite
    results = contest(folder, given, lambda environment: prepare(chain, environment), file)
    report(results, employees, "PostgreSQL" if given.startswith("postgres") else "SQLite")


def on_sqlite(folder: Path, given: str, prepare: Callable[[dict[str, str]], None], file: Path) -> dict[str, dict]:
    ready = folder / "ready.sqlite3"
    prepare(environment_of(folder, f"sqlite:///{ready}"))
    results = {}
    for name in ("bare", "ours"):
        copy = folder / f"{name}.sqlite3"
        shutil.copy(ready, copy)
        results[name] = run(name, file, environment_of(folder, f"sqlite:///{copy}"))
    return results


def on_postgresql(folder: Path, given: str, prepare: Callable[[dict[str, str]], None], file: Path) -> dict[str, dict]:
    """In a database of its own on the given server, which is dropped at the end."""
    import psycopg

    name = f"bench_{os.getpid()}"
    parts = urlsplit(given)
    environment = environment_of(folder, urlunsplit(parts._replace(path=f"/{name}")))
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            prepare(environment)
            results = {}
            for contestant in ("bare", "ours"):
                with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as database:
                    database.execute(f"TRUNCATE {TABLE}")
                    database.execute("CHECKPOINT")
                results[contestant] = run(contestant, file, environment)
            return results
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def environment_of(folder: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database,
        "VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(REPOSITORY),
    }


def prepare(chain: Path, environment: dict[str, str]) -> None:
    for kind in BEFORE:
        command = [sys.executable, str(REPOSITORY / "manage.py"), "load", kind, str(chain / f"{kind}.csv")]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def run(name: str, file: Path, environment: dict[str, str]) -> dict:
    command = [sys.executable, __file__, "--run", name, "--file", str(file)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measured(load: Callable[[Path], Callable[[], int]], file: Path) -> dict[str, float]:
    """Seconds and peak memory of a load; what comes before the first row of the file does not count."""
    go = load(file)
    started = time.perf_counter()
    rows = go()
    seconds = time.perf_counter() - started
    return {"rows": rows, "seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def ours(file: Path) -> Callable[[], int]:
    import django

    django.setup()
    from django.utils.timezone import localdate, now

    from foundation.data.kinds import kinds
    from foundation.data.load import load

    def go() -> int:
        outcome = load(kinds["kpi-facts"], file, by=None, at=now(), today=localdate())
        if not outcome.good:
            sys.exit(next(outcome.report.rows()).line())
        return outcome.created

    return go


def bare(file: Path) -> Callable[[], int]:
    address = os.environ["DATABASE_URL"]
    return bare_copy(file, address) if address.startswith("postgres") else bare_executemany(file, address)


def bare_executemany(file: Path, address: str) -> Callable[[], int]:
    import sqlite3

    database = sqlite3.connect(address.removeprefix("sqlite:///"))
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-64000", "foreign_keys=ON"):
        database.execute(f"PRAGMA {pragma}")

    def rows() -> Iterator[tuple]:
        kpis = dict(database.execute("SELECT code, id FROM scorecards_kpi"))
        people = dict(database.execute("SELECT employee_no, id FROM people_employee"))
        with file.open(newline="", encoding="utf-8") as text:
            reader = csv.reader(text)
            next(reader)
            for number, (kpi, employee, period, numerator, denominator, source) in enumerate(reader, start=2):
                scaled = round(float(denominator) * 1_000_000) if denominator else None
                units = round(float(numerator) * 1_000_000)
                yield kpis[kpi], people[employee], f"{period}-01", units, scaled, source, number

    def go() -> int:
        with database:
            return database.executemany(UPSERT_SQLITE, rows()).rowcount

    return go


def bare_copy(file: Path, address: str) -> Callable[[], int]:
    import psycopg

    database = psycopg.connect(address)

    def go() -> int:
        with database, database.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE stage (kpi_code text, employee_no text, period text, numerator text, "
                "denominator text, source text) ON COMMIT DROP"
            )
            with cursor.copy("COPY stage FROM STDIN (FORMAT csv, HEADER)") as copy, file.open("rb") as data:
                while block := data.read(1024 * 1024):
                    copy.write(block)
            cursor.execute(UPSERT_POSTGRESQL)
            return cursor.rowcount

    return go


def report(results: dict[str, dict], employees: int, database: str) -> None:
    ours, bare = results["ours"], results["bare"]
    ratio = ours["seconds"] / bare["seconds"]
    print(f"load kpi-facts, {database}, {employees:,} employees, {ours['rows']:,} rows")
    print(f"  bare  {bare['seconds']:8.2f} s  {bare['mb']:7.0f} MB peak")
    print(f"  ours  {ours['seconds']:8.2f} s  {ours['mb']:7.0f} MB peak")
    print(f"  ratio {ratio:8.2f}    bound {BOUND:.1f}  {'good' if ratio <= BOUND else 'TOO SLOW'}")
    if ours["rows"] != bare["rows"]:
        sys.exit(f"The two loads differ: {bare['rows']} rows bare, {ours['rows']} ours.")
    if ratio > BOUND:
        sys.exit(1)


if __name__ == "__main__":
    main()
