"""What is wrong with a file, said so that a person can put it right."""

import heapq
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

IN_MEMORY = 1024 * 1024  # bytes of problems before they go to a temporary file
SHOWN = 60  # characters of a cell that a sentence repeats


def gettext_noop(sentence: str) -> str:
    """Return the sentence as it is; the name marks it for translation."""
    return sentence


class Wrong(ValueError):
    """A value that cannot be taken: an English sentence with named gaps, and what fills them."""

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params = {name: shown(value) for name, value in params.items()}
        super().__init__(template % self.params)


class Unreadable(Exception):
    """A file that cannot be read on from here."""

    def __init__(self, template: str, *, row: int = 0, column: str = "", **params: object) -> None:
        self.problem = Problem(row, column, template, {name: shown(value) for name, value in params.items()})
        super().__init__(self.problem.text())


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row. The header is row 1; row 0 is the file as a whole."""

    row: int
    column: str  # "" where it concerns the row as a whole
    template: str
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = gettext_noop) -> str:
        """`column: sentence`, in English unless a door passes its `gettext`."""
        params = {**self.params}
        if "noun" in params:
            params["noun"] = translate(params["noun"])
        sentence = translate(self.template) % params
        return f"{self.column}: {sentence}" if self.column else sentence


@dataclass(frozen=True, slots=True)
class BadRow:
    """All that is wrong with one row."""

    row: int
    problems: tuple[Problem, ...]

    def text(self, translate: Callable[[str], str] = gettext_noop) -> str:
        return "; ".join(problem.text(translate) for problem in self.problems)

    def line(self) -> str:
        """`row 14, employee_no: no employee 00817; load employees first`, in English."""
        if not self.row:
            return self.text()
        return f"row {self.row}{', ' if self.problems[0].column else ': '}{self.text()}"


class Report:
    """The problems of a load in the order of the rows, however many: most of them lie on disk."""

    def __init__(self) -> None:
        self._early = tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115
        self._late: list[Problem] = []
        self._any = False

    def __bool__(self) -> bool:
        return self._any

    def add(self, problems: Iterable[Problem]) -> None:
        """Problems of the rows just read; those of later calls lie in later rows."""
        for problem in sorted(problems, key=_place):
            entry = [problem.row, problem.column, problem.template, dict(problem.params)]
            self._early.write(json.dumps(entry) + "\n")
            self._any = True

    def add_late(self, problems: Iterable[Problem]) -> None:
        """Problems of any rows, found when the whole file had been read."""
        self._late.extend(problems)
        self._any = self._any or bool(self._late)

    def rows(self) -> Iterator[BadRow]:
        """Every bad row once, first to last."""
        merged = heapq.merge(self._written(), sorted(self._late, key=_place), key=_place)
        for row, problems in groupby(merged, key=_place):
            yield BadRow(row, tuple({problem.text(): problem for problem in problems}.values()))

    def _written(self) -> Iterator[Problem]:
        self._early.seek(0)
        for line in self._early:
            row, column, template, params = json.loads(line)
            yield Problem(row, column, template, params)


def shown(value: object) -> str:
    """The value as a sentence shows it: on one line, and no longer than a sentence can bear."""
    text = " ".join(str(value)[: SHOWN + 1].split())
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _place(problem: Problem) -> int:
    return problem.row
