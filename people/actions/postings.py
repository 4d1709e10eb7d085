"""Entering the history of postings."""

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection, transaction

from foundation.data.lookups import fetched
from foundation.data.problems import gettext_noop
from foundation.data.upsert import Upsert
from people.models import Posting
from people.signals import postings_changed

if TYPE_CHECKING:
    from foundation.data.load import Loading

ALWAYS = date.max
NAMED = 1_000  # so many people are named one by one
KEYS = ["employee_id", "starts_on"]
CHANGES = ["ends_on", "unit_id", "position_id", "manager_id"]
ENDS_FIRST = gettext_noop("%(ends_on)s is before %(starts_on)s, when the posting starts")
OWN_MANAGER = gettext_noop("nobody is their own manager")
OVERLAPS_ROW = gettext_noop("the posting overlaps that of row %(other)s, which starts on %(starts_on)s")
OVERLAPS_STORED = gettext_noop("the posting overlaps the stored one that starts on %(starts_on)s")


def check(rows: pl.DataFrame, load: "Loading") -> None:
    """Each posting ends after it starts, and no two of one person overlap, stored ones included."""
    load.refuse(
        rows, pl.col("ends_on") < pl.col("starts_on"), "ends_on", ENDS_FIRST,
        ends_on="ends_on:text", starts_on="starts_on:text",
    )  # fmt: skip
    load.refuse(rows, pl.col("manager_no") == pl.col("employee_no"), "manager_no", OWN_MANAGER)
    _check_overlaps(load.good(rows), load)


def enter(rows: pl.DataFrame, load: "Loading") -> None:
    """Write the postings. What is stored and must end otherwise is first cut to its first day and last set to
    its new end, so that at no moment two postings overlap: the database would refuse them."""
    table = _table(rows)
    stored = _stored(table)
    if "ends_on" in load.absent or "manager_no" in load.absent:
        table = _kept(table, stored, load.absent)
    merged = table.join(stored, on=KEYS, how="left", suffix=" stored")
    ending_otherwise = ~pl.col("ends_on").eq_missing(pl.col("ends_on stored"))
    known = merged.filter(pl.col("id").is_not_null())
    differs = ending_otherwise | ~pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(f"{name} stored")) for name in ("unit_id", "position_id", "manager_id")
    )
    changed = known.filter(differs)
    change(changed.with_columns(pl.when(ending_otherwise).then("starts_on").otherwise("ends_on").alias("ends_on")))
    new = merged.filter(pl.col("id").is_null())
    add(new)
    change(changed.filter(ending_otherwise))
    load.count(new.height, changed.height)
    announce(pl.concat([new.get_column("employee_id"), changed.get_column("employee_id")]))


def add(postings: pl.DataFrame) -> None:
    """Insert postings; the rows are known to be new."""
    Upsert(Posting, KEYS, []).write(postings.select(*KEYS, *CHANGES))


def announce(employees: pl.Series) -> None:
    """Say after the commit whose postings, or days of hiring and leaving, are other ones now; of nobody, nothing."""
    keys = employees.unique().sort().to_list()
    if keys:
        named = keys if len(keys) <= NAMED else None
        transaction.on_commit(lambda: postings_changed.send(Posting, employees=named))


def change(postings: pl.DataFrame) -> None:
    """Give stored postings, found by `id`, other contents. One statement a row: an upsert is an insert first, and
    that the database refuses for a posting that overlaps the one it is about to replace."""
    if postings.is_empty():
        return
    settings = ", ".join(f"{name} = %s" for name in CHANGES)
    rows = postings.select(*CHANGES, "id").with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE people_posting SET {settings} WHERE id = %s", rows.rows())  # noqa: S608


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        employee_id="employee_no",
        starts_on="starts_on",
        ends_on="ends_on",
        unit_id="unit_code",
        position_id="position_code",
        manager_id="manager_no",
    )


def _stored(table: pl.DataFrame) -> pl.DataFrame:
    """The stored postings of the people in the table."""
    names = ["id", *KEYS, "ends_on", "unit_id", "position_id", "manager_id"]
    stored = fetched(Posting.objects.order_by(), {name: name for name in names})
    return stored.join(table.select("employee_id").unique(), on="employee_id", how="semi")


def _kept(table: pl.DataFrame, stored: pl.DataFrame, absent: frozenset[str]) -> pl.DataFrame:
    """Columns that the file does not have, as they are stored."""
    names = [name for name, column in (("ends_on", "ends_on"), ("manager_id", "manager_no")) if column in absent]
    return table.drop(names).join(stored.select(*KEYS, *names), on=KEYS, how="left").select(table.columns)


def _check_overlaps(rows: pl.DataFrame, load: "Loading") -> None:
    if rows.is_empty():
        return
    table = _table(rows)
    stored = _stored(table)
    if "ends_on" in load.absent:
        table = _kept(table, stored, load.absent)
    spans = ["employee_id", "starts_on", "ends_on"]
    ours = table.select(spans).with_columns(rows.get_column("#"))
    others = stored.join(table, on=KEYS, how="anti").select(spans)
    both = pl.concat([ours, others.with_columns(pl.lit(None, pl.UInt32).alias("#"))]).sort(KEYS)
    both = both.with_columns(pl.col("ends_on").fill_null(ALWAYS))
    reached = pl.col("ends_on").cum_max().shift(1).over("employee_id")
    people = both.filter(pl.col("starts_on") <= reached).select("employee_id").unique()
    for own in both.join(people, on="employee_id", how="semi").partition_by("employee_id"):
        _note_overlaps(own, load)


def _note_overlaps(own: pl.DataFrame, load: "Loading") -> None:
    """The postings of one person by start; each is held against the one that lasts longest so far."""
    longest: tuple[date, int | None, date] | None = None
    for starts_on, ends_on, row in own.select("starts_on", "ends_on", "#").iter_rows():
        if longest and starts_on <= longest[0]:
            _, other, began = longest
            if row is None and other is not None:
                load.note(other, "ends_on", OVERLAPS_STORED, starts_on=starts_on)
            elif row is not None and other is None:
                load.note(row, "starts_on", OVERLAPS_STORED, starts_on=began)
            elif row is not None:
                load.note(row, "starts_on", OVERLAPS_ROW, other=other, starts_on=began)
        if not longest or ends_on > longest[0]:
            longest = (ends_on, row, starts_on)
