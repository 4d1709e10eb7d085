"""The cast, and a database that is migrated once and then copied."""

import gc
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone, translation
from django.utils.timezone import localdate
from pytest_django.plugin import blocking_manager_key

from foundation.jobs import progress
from people.models import Employee, Role, Unit, User
from tests import databases
from tests.factories import AT, UserFactory, employ, grant, make_unit

SHARED = Path(settings.BASE_DIR).parent / "shared"
NORTHWIND = SHARED / "data" / "northwind"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Migrate once for each schema, then work on copies: on SQLite of a file in var/test-databases."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            aliases = _copy_of_template(connection)
        yield
        with django_db_blocker.unblock():
            teardown_databases(aliases, verbosity=0)
        return
    work = tmp_path_factory.mktemp("db") / "test.sqlite3"
    with django_db_blocker.unblock():
        connection.close()
        shutil.copy(databases.migrated(), work)
        connection.settings_dict["NAME"] = str(work)
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def _copy_of_template(connection: Any) -> list[Any]:
    """A database of this process, copied from one that the first process has migrated."""
    test = connection.settings_dict["TEST"]
    own, connected = test["NAME"], connection.settings_dict["NAME"]
    with databases.one_at_a_time():
        test["NAME"] = f"five_hearts_{databases.fingerprint()}"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
        connection.close()
        connection.settings_dict["NAME"] = connected
        test["TEMPLATE"], test["NAME"] = test["NAME"], own
        return setup_databases(verbosity=0, interactive=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--of-database", action="store_true", help="only tests that use the database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--of-database"):
        return
    asking = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


def pytest_collection_finish() -> None:
    """What was imported stays to the end: do not look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))  # also those that its fixtures ask for
    return item.get_closest_marker("django_db") is not None or bool({"db", "transactional_db"} & fixtures)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits is cleaned up by emptying every table: bring back what the migrations put there."""
    yield
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction") and nextitem:
        blocker = item.config.stash[blocking_manager_key]
        with blocker.unblock():
            connection = connections["default"]
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
            with connection.cursor() as cursor:
                there = connection.introspection.table_names(cursor)
                models = [model for model in apps.get_models() if model._meta.db_table in there]
                for statement in connection.ops.sequence_reset_sql(no_style(), models):
                    cursor.execute(statement)
            ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def nobodys_language_and_clock() -> None:
    """A page leaves the reader's language and time zone behind; the next test starts in English and without."""
    translation.activate("en")
    timezone.deactivate()


@pytest.fixture
def job_within(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a job tells apart from its transaction is told within it: nobody outside sees the rows of a test that
    commits nothing. That it is told apart, tests/foundation/test_job_progress.py says."""

    def within(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
        with connections["default"].cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    monkeypatch.setattr(progress, "_apart", within)


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def today() -> date:
    return localdate()


@dataclass(frozen=True)
class Cast:
    """Who is who in every story.

    Alice is HR of the company. Bob manages store one, where Carol and Dan work. Eve works in store
    two and must see nothing of store one. Tina writes courses, Mallory shops in secret, Ada runs accounts.
    """

    company: Unit
    store: Unit
    other_store: Unit
    alice: User
    bob: User
    carol: User
    dan: User
    eve: User
    tina: User
    mallory: User
    ada: User

    def employee(self, name: str) -> Employee:
        return Employee.objects.get(user=getattr(self, name))


@pytest.fixture
def cast(db: None) -> Cast:
    company = make_unit("CO", "五心零售", "company")
    region = make_unit("R1", "华东", "region", company)
    store, other = make_unit("S1", "湖滨店", "store", region), make_unit("S2", "西溪店", "store", region)
    bob = employ("00001", "Bob", store, position="manager")
    employees = {
        "carol": employ("00002", "Carol", store, manager=bob),
        "dan": employ("00003", "Dan", store, manager=bob),
        "eve": employ("00004", "Eve", other),
    }
    outside = {name: UserFactory(username=name, name=name.title()) for name in ("alice", "tina", "mallory", "ada")}
    grant(outside["alice"], Role.HR, company)
    grant(bob.user, Role.MANAGER, store)
    grant(outside["tina"], Role.TRAINER, company)
    grant(outside["mallory"], Role.SHOPPER, company)
    grant(outside["ada"], Role.ADMINISTRATOR, company)
    users = {name: employee.user for name, employee in employees.items()}
    return Cast(
        company=Unit.objects.get(pk=company.pk),
        store=store,
        other_store=other,
        bob=bob.user,
        **outside,
        **users,
    )


@pytest.fixture
def northwind() -> Path:
    if not NORTHWIND.is_dir():
        pytest.skip("shared/data/northwind is not here")
    return NORTHWIND
