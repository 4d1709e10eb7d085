"""A real server with the demo chain in a process of its own, and Debian's Chromium.

Nobody but 127.0.0.1 is asked for anything, and nothing is complained about in the browser's console: every
test here watches for that by itself.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests import databases

AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=5_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed")
    return {"executable_path": chromium, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": PHONE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


@dataclass(frozen=True)
class Person:
    number: str
    name: str
    certificate: str
    session: str


@dataclass(frozen=True)
class Stage:
    """The running site, everybody who can be signed in, who nobody has been yet, and the lesson pages."""

    url: str
    people: dict[str, Person]  # by number
    seated: dict[str, list[str]]  # numbers by point of the way; a test takes one away
    lessons: dict[str, int]  # by `code language`
    environment: dict[str, str]  # of its server: another one with it serves the same site


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("site")
    database = folder / "site.sqlite3"
    if databases.template().exists():  # else the stage migrates by itself
        shutil.copy(databases.template(), database)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"sqlite:///{database}",
        "CACHE_URL": "locmem://",
        "DEMO": "yes",
        "SITE_URL": url,
    }
    told, log = folder / "stage.json", folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.stage", str(told), f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=out,
            stderr=out,
        )
    try:
        await_answer(server, port, log)
        found = json.loads(told.read_text())
        persons = [Person(**each) for each in found["people"]]
        yield Stage(url, {person.number: person for person in persons}, found["seated"], found["lessons"], environment)
    finally:
        server.terminate()
        server.wait(timeout=10)


def await_answer(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"The server does not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def site(stage: Stage) -> str:
    """The address of a running Five Hearts with the demo chain in it."""
    return stage.url


@pytest.fixture(scope="session")
def stage_names(stage: Stage) -> set[str]:
    """The names of everybody who has an account."""
    return {person.name for person in stage.people.values()}


@pytest.fixture
def beginner(stage: Stage) -> Person:
    """Somebody who has the course before them; of every test another one."""
    return stage.people[stage.seated["beginner"].pop(0)]


@pytest.fixture
def examinee(stage: Stage) -> Person:
    """Somebody who has finished every lesson and not begun the final quiz."""
    return stage.people[stage.seated["examinee"].pop(0)]


@pytest.fixture
def graduate(stage: Stage) -> Person:
    """Somebody who has the certificate."""
    person = stage.people[stage.seated["graduate"].pop(0)]
    assert person.certificate
    return person


@pytest.fixture
def sign_in(page: Page, stage: Stage) -> Callable[[str], Page]:
    """Makes the browser somebody's, by employee number, and opens their home."""

    def enter(number: str) -> Page:
        session = stage.people[number].session
        page.goto("about:blank")  # an open editor keeps asking for its preview, and would ask as somebody else
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": stage.url}])
        page.goto(f"{stage.url}/")
        return page

    return enter


@dataclass
class Console:
    """What the browser complained of, and what of it a test says it expects."""

    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def expects(self, pattern: str) -> None:
        self.expected.append(pattern)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def see(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def unexpected(self) -> list[str]:
        return [said for said in self.complaints if not any(re.search(each, said) for each in self.expected)]


@pytest.fixture(autouse=True)
def console(context: BrowserContext) -> Iterator[Console]:
    """No error, no violation of the content security policy, no request to anybody else's server."""
    heard = Console()
    context.on("console", heard.hear)
    context.on("weberror", lambda broken: heard.complaints.append(str(broken.error)))
    context.on("request", heard.see)
    yield heard
    assert heard.outside == []
    assert heard.unexpected() == []


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Asserts that axe-core finds nothing serious on the page, in light and in dark."""

    def check(page: Page) -> None:
        for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme=scheme)
            assert serious(page, rules) == [], f"{page.url}, {scheme}"
        page.emulate_media(color_scheme="light")

    return check


def serious(page: Page, rules: list[str] | None, within: str = "html") -> list[str]:
    """What axe-core calls serious or critical, by all rules or by some, in the part of the page that is `within`."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate("async ([part, options]) => (await axe.run(part, options)).violations", [within, options])
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Asserts that the page is no wider than the window."""

    def check(page: Page) -> None:
        wide, room = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= room, f"{page.url} scrolls sideways: {wide} in {room}"

    return check
