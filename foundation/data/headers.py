"""The first row of a file against the columns of its kind."""

from collections import Counter
from collections.abc import Iterator, Sequence

from foundation.data.kinds import Kind
from foundation.data.problems import Problem, gettext_noop, shown

MISSING = gettext_noop("this column is required and missing")
EITHER_MISSING = gettext_noop("one of the columns %(columns)s is required, and none is there")
UNKNOWN = gettext_noop("there is no such column; %(kind)s has %(columns)s")
NAMELESS = gettext_noop("column %(place)s has no name")
TWICE = gettext_noop("this column is there %(times)s times")


def header_problems(kind: Kind, header: Sequence[str]) -> list[Problem]:
    """Every column that is missing, unknown, nameless or there twice."""
    return [
        Problem(1, column, template, {name: str(value) for name, value in params.items()})
        for column, template, params in _found(kind, header)
    ]


def _found(kind: Kind, header: Sequence[str]) -> Iterator[tuple[str, str, dict[str, object]]]:
    known = [column.name for column in kind.columns]
    for column in kind.columns:
        if column.required and column.name not in header:
            yield column.name, MISSING, {}
    either = kind._meta.either
    if either and not set(either) & set(header):
        yield "", EITHER_MISSING, {"columns": ", ".join(either)}
    for place, name in enumerate(header, start=1):
        if not name:
            yield "", NAMELESS, {"place": place}
        elif name not in known and name not in header[: place - 1]:
            yield shown(name), UNKNOWN, {"kind": kind.name, "columns": ", ".join(known)}
    for name, times in Counter(filter(None, header)).items():
        if times > 1:
            yield shown(name), TWICE, {"times": times}
