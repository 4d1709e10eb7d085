"""What the benches of sittings share: learners who are signed in, a server in a process of its own, and their requests.

As a module of gunicorn it is the product with one address more, `/bare/`: a view that writes one row for a signed-in
person and does nothing else.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from load_facts import REPOSITORY, environment_of

TOKEN = "b" * 32
PATIENCE = 120  # seconds


def site_environment(folder: Path, database: str) -> dict[str, str]:
    """As in production, but for the address and the price of a password."""
    paths = os.pathsep.join((str(REPOSITORY), str(REPOSITORY / "bench")))
    return environment_of(folder, database) | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "CACHE_URL": "locmem://",
        "PYTHONPATH": paths,
    }


def application() -> Any:
    """The product with the bare view beside it."""
    from uuid import uuid4

    from django.contrib.auth.decorators import login_required
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, JsonResponse
    from django.utils.timezone import now
    from django.views.decorators.http import require_POST

    product = get_wsgi_application()
    from django.urls import path

    from assessments.models import Save
    from config import urls

    @login_required
    @require_POST
    def bare(request: HttpRequest) -> JsonResponse:
        at = now()
        chosen = request.POST.getlist("chosen")
        save = Save(id=uuid4(), item_id=request.POST["item"], chosen=chosen, given_at=at, got_at=at, fate="counted")
        save.save(force_insert=True)
        return JsonResponse({"saved": str(save.pk)})

    urls.urlpatterns.append(path("bare/", bare))
    return product


def sign_in(count: int) -> list[str]:
    """So many employees of one store with an account each; the sessions that the server accepts."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from tests.factories import employ, make_unit

    store, sessions = make_unit("BENCH", "湖滨店"), []
    for number in range(count):
        user = employ(f"B{number:05d}", f"员工{number}", store).user
        assert user is not None
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "people.backends.PasswordBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        sessions.append(str(session.session_key))
    return sessions


@contextmanager
def served(environment: dict[str, str], *, workers: int, threads: int) -> Iterator[int]:
    """The port of a gunicorn that serves the product until the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "sitting_site:application()", "--bind", f"127.0.0.1:{port}"),
            *("--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread"),
            *("--keep-alive", "60", "--worker-connections", "2000", "--backlog", "2048", "--log-level", "warning"),
        ],
        cwd=REPOSITORY,
        env=environment,
    )
    try:
        _await_answer(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await_answer(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit("The server stopped.")
        try:
            browser = Browser(port, "")
            if browser.get("/accounts/login/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("The server does not answer.")


@dataclass
class Browser:
    """A connection of somebody who is signed in."""

    port: int
    session: str
    waits: bool = False  # has asked, and not yet been answered
    _line: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, address: str) -> tuple[int, str]:
        return self._ask("GET", address, "")

    def post(self, address: str, fields: dict[str, Any]) -> tuple[int, str]:
        """Status and body of the answer, or the address that it leads to."""
        self.send(address, fields)
        return self.hear()

    def send(self, address: str, fields: dict[str, Any]) -> None:
        """Ask without waiting for the answer."""
        self._begin("POST", address, urlencode(fields, doseq=True))

    def hear(self) -> tuple[int, str]:
        assert self._line is not None
        self.waits = False
        answer = self._line.getresponse()
        body = answer.read().decode()
        return answer.status, answer.getheader("Location") or body

    def hang_up(self) -> None:
        self.waits = False
        if self._line is not None:
            self._line.close()
            self._line = None

    def _ask(self, method: str, address: str, body: str) -> tuple[int, str]:
        self._begin(method, address, body)
        return self.hear()

    def _begin(self, method: str, address: str, body: str) -> None:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        self._line.request(method, address, body, headers)
        self.waits = True
