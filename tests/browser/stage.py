"""The site of the browser tests: the demo chain, people of it who are at a known point, and a server.

    python -m tests.browser.stage STAGE.json 127.0.0.1:8123

Migrates, loads the content and the demo into the database of the environment, and writes down who can
be signed in: number, name, certificate, and a session that the server accepts. Then it serves, in the same
process: the folder of the stored files is its own.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.cached_db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from cms.models import LessonPage  # noqa: E402
from people.actions.accounts import open_account  # noqa: E402
from people.models import User  # noqa: E402
from scorecards.demo import accounts, learning  # noqa: E402
from training.actions.lessons import finish_lesson  # noqa: E402
from training.models import Certificate, Enrolment  # noqa: E402

# Stores in which nobody has begun the course, by the point to which their people are brought.
STORES = {"beginner": ("6002", "6005", "6006"), "examinee": ("6003",), "graduate": ("6004",)}


def enrolments(store: str) -> list[Enrolment]:
    found = Enrolment.objects.filter(course__code=learning.COURSE, employee__employee_no__startswith=store)
    return list(found.exclude(employee__employee_no=f"{store}01").order_by("employee__employee_no"))


def finish_lessons(enrolment: Enrolment, at: datetime) -> None:
    for lesson in enrolment.course.lessons.all():
        finish_lesson(enrolment, lesson, revision=None, language="zh-hans", at=at)


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "people.backends.PasswordBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


@transaction.atomic
def seat(at: datetime) -> dict[str, list[str]]:
    """Open accounts and bring everybody to their point; the numbers of those at each."""
    seated: dict[str, list[str]] = {}
    for point, stores in STORES.items():
        found = [enrolment for store in stores for enrolment in enrolments(store)]
        for enrolment in found:
            open_account(enrolment.employee, accounts.PASSWORD, by=None, at=at)
            if point == "examinee":
                finish_lessons(enrolment, at - timedelta(days=1))
            elif point == "graduate":
                learning.study(enrolment, enrolment.course.lessons.count(), at - timedelta(days=2))
        seated[point] = [enrolment.employee.employee_no for enrolment in found]
    return seated


@transaction.atomic
def people() -> list[dict[str, str]]:
    certificates = dict(Certificate.objects.values_list("employee__user", "code"))
    return [
        {
            "number": user.username,
            "name": user.name,
            "certificate": certificates.get(user.pk, ""),
            "session": session(user),
        }
        for user in User.objects.order_by("username")
    ]


def main(path: Path, address: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_content")
    call_command("demo")
    seated = seat(now())
    pages = LessonPage.objects.values_list("lesson__code", "locale__language_code", "pk")
    lessons = {f"{code} {language}": pk for code, language, pk in pages}
    path.write_text(json.dumps({"people": people(), "seated": seated, "lessons": lessons}))
    call_command("runserver", address, use_reloader=False, skip_checks=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
