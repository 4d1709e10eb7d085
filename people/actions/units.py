"""Putting units in their place in the tree."""

from typing import TYPE_CHECKING

import polars as pl
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Length, Substr

from foundation.data.problems import gettext_noop
from people.actions.grants import roots, widen
from people.models import Unit

if TYPE_CHECKING:
    from foundation.data.load import Loading

BATCH = 1000
NO_PARENT = gettext_noop("no unit %(code)s; add it to the file or load it first")
CIRCLE = gettext_noop("%(circle)s is a circle; a unit cannot lie below itself")


def with_parent_code(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Adds `parent_code`, '' at the top."""
    above = Unit.objects.order_by().filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Unit.steplen))
    return units.annotate(parent_code=Coalesce(Subquery(above.values("code")[:1]), Value("")))


def check(rows: pl.DataFrame, load: "Loading") -> None:
    """Every parent is there, in the file or stored, and no unit comes to lie below itself."""
    parents = _parents()
    coming = set(load.mentioned())
    for code, parent in rows.select("code", "parent_code").iter_rows():
        parents[code] = parents.get(code, "") if "parent_code" in load.absent else parent
    for row, code, parent in rows.select("#", "code", "parent_code").iter_rows():
        if parent and parent not in parents and parent not in coming:
            load.note(row, "parent_code", NO_PARENT, code=parent)
        elif circle := _circle(code, parents):
            load.note(row, "parent_code", CIRCLE, circle=" – ".join(circle))


def place(rows: pl.DataFrame, load: "Loading") -> None:
    """Add new units below their parents, rename and move known ones. A moved unit takes all below it along."""
    before = roots()
    stored = {unit.code: unit for unit in with_parent_code(Unit.objects.all())}
    wanted = {row["code"]: row for row in rows.select("code", "name", "kind", "parent_code").iter_rows(named=True)}
    new = {code for code in wanted if code not in stored}
    created = _add(new, wanted)
    changed = {code for code in wanted.keys() - new if _rename(stored[code], wanted[code])}
    if "parent_code" not in load.absent:
        moved = [code for code in wanted.keys() - new if stored[code].parent_code != wanted[code]["parent_code"]]
        for code in sorted(moved, key=lambda code: _depth(code, wanted, stored)):
            _move(code, wanted[code]["parent_code"])
        changed.update(moved)
    widen(before, at=load.at)
    load.count(created, len(changed))


def _add(new: set[str], wanted: dict[str, dict[str, str]]) -> int:
    """New units, a level at a time, so that every parent is there before its children."""
    waiting = [code for code in wanted if code in new]
    while waiting:
        ready = [code for code in waiting if wanted[code]["parent_code"] not in waiting]
        _add_level([wanted[code] for code in ready])
        taken = set(ready)
        waiting = [code for code in waiting if code not in taken]
    return len(new)


def _add_level(level: list[dict[str, str]]) -> None:
    above = Unit.objects.in_bulk({row["parent_code"] for row in level if row["parent_code"]}, field_name="code")
    below: dict[str, list[dict[str, str]]] = {}
    for row in level:
        below.setdefault(row["parent_code"], []).append(row)
    units: list[Unit] = []
    for code, children in below.items():
        parent = above.get(code)
        last = _last_step(parent)
        depth = parent.depth + 1 if parent else 1
        for step, row in enumerate(children, start=last + 1):
            path = Unit._get_path(parent.path if parent else "", depth, step)
            units.append(Unit(code=row["code"], name=row["name"], kind=row["kind"], path=path, depth=depth, numchild=0))
        if parent:
            Unit.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(children))
    Unit.objects.bulk_create(units, batch_size=BATCH)


def _last_step(parent: Unit | None) -> int:
    siblings = parent.get_children() if parent else Unit.get_root_nodes()
    last = siblings.order_by("-path").values_list("path", flat=True).first()
    return Unit._str2int(last[-Unit.steplen :]) if last else 0


def _rename(unit: Unit, row: dict[str, str]) -> bool:
    if (unit.name, unit.kind) == (row["name"], row["kind"]):
        return False
    return bool(Unit.objects.filter(pk=unit.pk).update(name=row["name"], kind=row["kind"]))


def _move(code: str, parent_code: str) -> None:
    """Below its new parent, after the units already there; the path of everything below changes with it."""
    unit = Unit.objects.get(code=code)
    if parent_code:
        unit.move(Unit.objects.get(code=parent_code), pos="last-child")
    else:
        unit.move(Unit.get_last_root_node(), pos="last-sibling")


def _depth(code: str, wanted: dict[str, dict[str, str]], stored: dict[str, Unit]) -> int:
    """How deep the unit will lie: what lies higher is moved first, so that nobody moves below a descendant."""
    depth = 0
    while code:
        depth += 1
        code = wanted[code]["parent_code"] if code in wanted else stored[code].parent_code
    return depth


def _parents() -> dict[str, str]:
    return dict(with_parent_code(Unit.objects.all()).values_list("code", "parent_code"))


def _circle(code: str, parents: dict[str, str]) -> list[str]:
    """The codes from the unit round to itself; empty if its line ends at the top."""
    line = [code]
    while parent := parents.get(line[-1], ""):
        if parent == code:
            return [*line, code]
        if parent in line:
            return []
        line.append(parent)
    return []
