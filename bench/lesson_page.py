"""How many lesson pages a signed-in learner gets in a second, against a bare Wagtail page with the same blocks.

    .venv/bin/python bench/lesson_page.py

The bound: a page of the same body, found and served by Wagtail's own view through the same middleware to nobody
in particular, with hardly more around its blocks than <body>. Both are asked for in one process, in turns, on a
database of their own. Ours knows the learner, the course, what was done and where they stopped; it must reach 70
percent of the bare page's requests per second.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BOUND = 0.70
LESSON = "/learn/reception-etiquette/reception-flow/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--requests", type=int, default=10, help="of each page in a turn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="five-hearts-bench-") as folder:
        set_up(Path(folder))
        ours, bare = contestants()
        report(*measure(ours, bare, options.turns, options.requests))


def set_up(folder: Path) -> None:
    """A database of its own with the shipped courses; settings as in production, but for the address."""
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "VAR_DIR": str(folder / "var"),
        "CACHE_URL": "locmem://",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    sys.path.insert(0, str(REPOSITORY))
    import django
    from django.conf import settings

    settings.TEMPLATES[0]["DIRS"].append(REPOSITORY / "bench" / "templates")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)


def contestants() -> tuple[Callable[[], None], Callable[[], None]]:
    """Two ways to ask for a lesson: through our door as a learner, and through Wagtail's as anybody."""
    from django.test import Client
    from django.urls import include, path
    from django.utils.timezone import now
    from wagtail.models import Page

    from cms.models import LessonPage
    from config import urls
    from tests.factories import employ, make_unit
    from training.actions.enrolments import enrol

    urls.urlpatterns.append(path("bare/", include("wagtail.urls")))
    LessonPage.serve, LessonPage.template = Page.serve, "bare_page.html"
    page = LessonPage.objects.get(lesson__code="reception-flow", locale__language_code="zh-hans")
    fill(page)
    learner = employ("00001", "李雪", make_unit("S1", "湖滨店", "store"))
    enrol(learner, page.lesson.course, by=None, at=now())
    client = Client()
    client.force_login(learner.user)
    route = page.url_path.removeprefix(page.get_site().root_page.url_path)
    return asking(client, LESSON), asking(Client(), f"/bare/{route}")


def fill(page: object) -> None:
    """The shipped lesson, and in front of it a picture, a film and a file."""
    from tests.cms.bodies import every_kind

    media = [block for block in every_kind(1) if block["type"] in ("picture", "video", "download")]
    page.body = json.dumps(media + list(page.body.get_prep_value()))
    page.save_revision().publish()


def asking(client: object, address: str) -> Callable[[], None]:
    def ask() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return ask


def measure(ours: Callable[[], None], bare: Callable[[], None], turns: int, requests: int) -> tuple[float, float]:
    """Requests per second of each, asked for in turns so that both meet the same machine."""
    spent = {ours: 0.0, bare: 0.0}
    for ask in (ours, bare):
        for _ in range(requests):
            ask()
    for turn in range(turns):
        for ask in (ours, bare) if turn % 2 else (bare, ours):
            begun = time.perf_counter()
            for _ in range(requests):
                ask()
            spent[ask] += time.perf_counter() - begun
    return turns * requests / spent[ours], turns * requests / spent[bare]


def report(ours: float, bare: float) -> None:
    ratio = ours / bare
    print("lesson page, SQLite, requests per second in one process")
    print(f"  bare  {bare:8.1f} /s")
    print(f"  ours  {ours:8.1f} /s")
    print(f"  ratio {ratio:8.2f}    bound {BOUND:.2f}  {'good' if ratio >= BOUND else 'TOO SLOW'}")
    if ratio < BOUND:
        sys.exit(1)


if __name__ == "__main__":
    main()
