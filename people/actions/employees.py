"""Taking people on, moving them and letting them go, as a file says."""

from typing import TYPE_CHECKING

import polars as pl
from django.db.models import OuterRef, Subquery

from foundation.data.lookups import fetched
from foundation.data.problems import gettext_noop
from foundation.data.upsert import Upsert
from people.actions import postings
from people.models import Employee, Posting

if TYPE_CHECKING:
    from foundation.data.load import Loading

PERSON = ["name", "email", "hired_on", "left_on", "language"]

NO_MANAGER = gettext_noop("no employee %(code)s; add them to the file or load them first")
OWN_MANAGER = gettext_noop("nobody is their own manager")
LEFT_BEFORE_HIRED = gettext_noop("%(left_on)s is before %(hired_on)s, when the person was hired")
BEFORE_HIRED = gettext_noop("%(effective_on)s is before %(hired_on)s, when the person was hired")
AFTER_LEFT = gettext_noop("%(effective_on)s is after %(left_on)s, when the person left")
BEFORE_LATEST = gettext_noop(
    "%(day)s is before the latest posting, which starts on %(starts_on)s; load postings instead"
)


def check(rows: pl.DataFrame, load: "Loading") -> None:
    """Managers are there, and every change begins when a change can begin."""
    _check_managers(rows, load)
    people = _compared(load.good(rows), load)
    gaps = {
        name: pl.col(name).dt.to_string("%Y-%m-%d") for name in ("hired_on", "left_on", "effective_on", "starts_on")
    }
    left = {"hired_on": gaps["hired_on"], "left_on": gaps["left_on"]}
    load.refuse(people, pl.col("left_on") < pl.col("hired_on"), "left_on", LEFT_BEFORE_HIRED, **left)
    people = load.good(people)
    load.refuse(
        people, pl.col("starts") & (pl.col("effective_on") < pl.col("hired_on")), "effective_on", BEFORE_HIRED,
        effective_on=gaps["effective_on"], hired_on=gaps["hired_on"],
    )  # fmt: skip
    load.refuse(
        people, (pl.col("starts") | pl.col("moves")) & (pl.col("effective_on") > pl.col("left_on")), "effective_on",
        AFTER_LEFT, effective_on=gaps["effective_on"], left_on=gaps["left_on"],
    )  # fmt: skip
    load.refuse(
        people, pl.col("moves") & (pl.col("effective_on") < pl.col("starts_on")), "effective_on", BEFORE_LATEST,
        day=gaps["effective_on"], starts_on=gaps["starts_on"],
    )  # fmt: skip
    load.refuse(
        people, pl.col("ends") & (pl.col("left_on") < pl.col("starts_on")), "left_on", BEFORE_LATEST,
        day=gaps["left_on"], starts_on=gaps["starts_on"],
    )  # fmt: skip


def take_on(rows: pl.DataFrame, load: "Loading") -> None:
    """Write people and their postings.

    A new person is posted from `effective_on`, else from the day they were hired, until they leave. A changed
    unit, position or manager ends the latest posting the day before `effective_on` and starts another; on the
    day the latest one started, it is replaced. Leaving ends the latest posting, coming back reopens it.
    """
    people = _compared(rows, load)
    Upsert(Employee, ["employee_no"], PERSON).write(people.select("employee_no", *PERSON))
    load.lookups.forget(Employee)
    codes = load.lookups.codes(Employee, "employee_no")
    people = people.drop("id").join(codes, left_on="employee_no", right_on="code", how="left")
    people = people.join(codes.rename({"id": "manager_id"}), left_on="manager_no", right_on="code", how="left")
    _post(people)
    new = pl.col("known").not_()
    changed = pl.col("known") & (pl.col("differs") | pl.col("starts") | pl.col("moves") | pl.col("ends"))
    load.count(people.filter(new).height, people.filter(changed).height)
    postings.announce(people.filter(new | changed).get_column("id"))


def _check_managers(rows: pl.DataFrame, load: "Loading") -> None:
    stored = load.lookups.codes(Employee, "employee_no").get_column("code")
    there = pl.concat([stored, load.mentioned().drop_nulls()]).unique()
    named = pl.col("manager_no") != ""
    load.refuse(rows, named & ~pl.col("manager_no").is_in(there.implode()), "manager_no", NO_MANAGER, code="manager_no")
    load.refuse(rows, named & (pl.col("manager_no") == pl.col("employee_no")), "manager_no", OWN_MANAGER)


def _compared(rows: pl.DataFrame, load: "Loading") -> pl.DataFrame:
    """Every row beside what is stored: `known`, and what is to happen to the latest posting.

    `starts`: there is none yet; `moves`: unit, position or manager differ from it; `ends`: only its end does.
    """
    columns = ["#", "employee_no", *PERSON, "unit_code", "position_code", "manager_no", "effective_on"]
    people = rows.select(columns).join(_stored(), on="employee_no", how="left", suffix=" stored")
    people = people.with_columns(known=pl.col("id").is_not_null(), posted=pl.col("starts_on").is_not_null())
    for name in load.absent & {"email", "left_on", "language", "manager_no"}:
        people = people.with_columns(pl.when("known").then(f"{name} stored").otherwise(name).alias(name))
    people = people.with_columns(
        pl.col("manager_no").fill_null(""),
        pl.coalesce("effective_on", pl.when("posted").then(pl.lit(load.today)).otherwise("hired_on")).alias(
            "effective_on"
        ),
        differs=~pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name} stored")) for name in PERSON),
    )
    same = (
        pl.col("unit_code").eq_missing(pl.col("unit_id"))
        & pl.col("position_code").eq_missing(pl.col("position_id"))
        & (pl.col("manager_no") == pl.col("manager_no stored").fill_null(""))
    )
    people = people.with_columns(starts=~pl.col("posted"), moves=pl.col("posted") & ~same)
    left = pl.col("known") & ~pl.col("left_on").eq_missing(pl.col("left_on stored"))
    return people.with_columns(ends=pl.col("posted") & ~pl.col("moves") & left)


def _stored() -> pl.DataFrame:
    """Everybody with the latest posting."""
    people = fetched(
        Employee.objects.order_by(), {"id": "pk", "employee_no": "employee_no", **{name: name for name in PERSON}}
    )
    newest = Posting.objects.filter(employee=OuterRef("employee")).order_by("-starts_on").values("pk")[:1]
    latest = fetched(
        Posting.objects.order_by().filter(pk=Subquery(newest)),
        {
            "id": "employee_id", "posting_id": "pk", "starts_on": "starts_on",
            "ends_on": "ends_on", "unit_id": "unit_id",
            "position_id": "position_id", "manager_no": "manager__employee_no", "manager_id stored": "manager_id",
        },
    )  # fmt: skip
    latest = latest.rename({"manager_no": "manager_no stored"})
    return people.join(latest, on="id", how="left")


def _post(people: pl.DataFrame) -> None:
    """What is to end ends before anything starts: no two postings of a person may ever overlap."""
    day_before = pl.col("effective_on").dt.offset_by("-1d")
    later = pl.col("moves") & (pl.col("effective_on") > pl.col("starts_on"))
    running = pl.col("ends_on").is_null() | (pl.col("ends_on") >= pl.col("effective_on"))
    given = {"ends_on": "left_on", "unit_id": "unit_code", "position_id": "position_code", "manager_id": "manager_id"}
    old = {"unit_id": "unit_id", "position_id": "position_id", "manager_id": "manager_id stored", "id": "posting_id"}
    postings.change(people.filter(later & running).select(ends_on=day_before, **columns(old)))
    replaced = pl.col("moves") & ~later
    postings.change(people.filter(replaced).select(id="posting_id", **columns(given)))
    begun = people.filter(pl.col("starts") | later)
    postings.add(begun.select(employee_id="id", starts_on="effective_on", **columns(given)))
    postings.change(people.filter("ends").select(ends_on="left_on", **columns(old)))


def columns(paths: dict[str, str]) -> dict[str, pl.Expr]:
    return {name: pl.col(path) for name, path in paths.items()}
