"""How long the exact figures of a quiz take, against the same sums by numpy in float64.

    .venv/bin/python bench/item_statistics.py --attempts 50000 --items 20

Both begin with the marks in memory, in the same process, and take turns; the best of five counts. Arranging rows
by item and reading them from a database are measured apart. The exact figures may take three times as long.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from load_facts import BOUND, REPOSITORY, environment_of

sys.path.insert(0, str(REPOSITORY))

from assessments.rules.marks import Ints, arranged
from assessments.rules.statistics import item_figures, quiz_figures

PLACES = 7
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attempts", type=int, default=50_000)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    rows = made_up(options.attempts, options.items)
    if options.read:
        read(rows)
        return
    print(f"item statistics, {options.attempts:,} attempts × {options.items} items")
    arranging, marks = timed(lambda: arranged(*rows.T, places=PLACES))
    matrix = rows[:, 2].reshape(options.attempts, options.items).astype(np.float64) / 10**PLACES
    contests: dict[str, Callable[[], Any]] = {
        "bare": lambda: in_floats(matrix),
        "ours": lambda: (item_figures(marks), quiz_figures(marks)),
    }
    seconds = dict.fromkeys(contests, float("inf"))
    for _round in range(ROUNDS):
        for name, contest in contests.items():
            seconds[name] = min(seconds[name], timed(contest)[0])
    agree(matrix, marks)
    report(seconds, arranging, options)


def made_up(attempts: int, items: int) -> Ints:
    """Rows of attempt, item, mark and full mark: the abler, the more they know; a quarter of the marks are partial."""
    dice = np.random.default_rng(5)
    ability, hard = dice.random((attempts, 1)), np.linspace(0.1, 0.9, items)
    marks = (dice.random((attempts, items)) < (ability + 1 - hard) / 2) * 10**PLACES
    partial = dice.random((attempts, items)) < 0.25
    marks = np.where(partial, dice.integers(0, 5, (attempts, items)) * 2_500_000, marks)
    who, what = np.indices((attempts, items))
    full = np.full(marks.shape, 10**PLACES)
    return np.stack([each.ravel() for each in (who, what, marks, full)], axis=1).astype(np.int64)


def in_floats(matrix: Any) -> list[tuple[float, ...]]:
    """The same figures, as numpy makes them."""
    totals = matrix.sum(axis=1)
    found = []
    for x in np.ascontiguousarray(matrix.T):
        o = totals - x
        covariance = np.cov(x, o)
        best = np.cov(np.sort(x), np.sort(o))[0, 1]
        (vx, cov), (_cov, vo) = covariance
        found.append((x.mean(), vx**0.5, cov, 100 * cov / (vx * vo) ** 0.5, best, 100 * cov / best))
    middle = totals - totals.mean()
    found.append((np.median(totals), totals.var(ddof=1), (middle**3).mean(), (middle**4).mean()))
    return found


def agree(matrix: Any, marks: Any) -> None:
    for bare, ours in zip(in_floats(matrix), item_figures(marks), strict=False):
        exact = (ours.facility, ours.sd, ours.covariance, ours.discrimination_index)
        if not np.allclose(bare[:4], [float(each or 0) for each in exact], atol=1e-8):
            sys.exit(f"The two differ: {bare} bare, {exact} ours.")


def timed(contest: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = contest()
    return time.perf_counter() - started, result


def report(seconds: dict[str, float], arranging: float, options: argparse.Namespace) -> None:
    ratio = seconds["ours"] / seconds["bare"]
    print(f"  bare  {seconds['bare'] * 1000:8.1f} ms  numpy, float64")
    print(f"  ours  {seconds['ours'] * 1000:8.1f} ms  exact")
    print(f"  arranging the rows by item {arranging * 1000:8.1f} ms")
    with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as folder:
        command = [sys.executable, __file__, "--read"]
        command += ["--attempts", str(options.attempts), "--items", str(options.items)]
        environment = environment_of(Path(folder), f"sqlite:///{folder}/marks.sqlite3")
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    print(f"  {done.stdout.strip()}")
    print(f"  ratio {ratio:8.2f}    bound {BOUND:.1f}  {'good' if ratio <= BOUND else 'TOO SLOW'}")
    if ratio > BOUND:
        sys.exit(1)


def read(rows: Ints) -> None:
    """Fill an empty database with the rows, and say how long reading them takes."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.timezone import now

    from assessments import statistics
    from assessments.models import Attempt, AttemptItem, Question, QuestionVersion, Quiz
    from foundation.data.upsert import Upsert
    from people.models import Employee

    call_command("migrate", verbosity=0)
    at, attempts, items = now(), int(rows[:, 0].max()) + 1, int(rows[:, 1].max()) + 1
    employee = Employee.objects.create(employee_no="1", name="1", hired_on=at.date())
    quiz = Quiz.objects.create(code="bench", pass_mark=80)
    questions = [Question.objects.create(code=str(item), kind="marks") for item in range(items)]
    versions = [
        QuestionVersion.objects.create(
            question=question, number=1, wording={}, options=[], right=[], mark=1, created_at=at
        )
        for question in questions
    ]
    sat = {"quiz": quiz, "employee": employee, "started_at": at, "submitted_at": at, "pass_mark": 80, "percent": 0}
    Attempt.objects.bulk_create((Attempt(number=number, **sat) for number in range(1, attempts + 1)), batch_size=5_000)
    ids = np.array(Attempt.objects.order_by("number").values_list("pk", flat=True))
    asked = np.array([(version.question_id, version.pk) for version in versions])
    who, what = rows[:, 0], rows[:, 1]
    columns = {
        "attempt_id": ids[who], "order": what + 1, "question_id": asked[what, 0], "version_id": asked[what, 1],
        "mark": rows[:, 2], "max_mark": rows[:, 3],
    }  # fmt: skip
    table = pl.DataFrame(columns).with_columns(
        pl.lit("[]").alias("chosen"), pl.lit("[]").alias("shown"), pl.lit(value=False).alias("dropped")
    )
    Upsert(AttemptItem, ["attempt_id", "question_id"], []).write(table)
    seconds, _marks = timed(lambda: statistics.marks_of(quiz))
    print(f"reading and arranging them from the database {seconds * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
