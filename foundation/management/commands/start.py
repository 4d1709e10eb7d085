"""`manage.py start`: everything `make run` needs after the set-up, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Prepare the database and the demo chain, then run the web server and a worker until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="start without the demo chain")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        self.refuse_taken_port(port)
        call_command("migrate", verbosity=0)
        call_command("load_content")
        if settings.DEMO and not options["no_demo"] and "demo" in get_commands():
            call_command("demo", url=f"http://127.0.0.1:{port}")
        self.serve(port)

    def refuse_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as taken:
                raise CommandError(
                    f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
                ) from taken

    def serve(self, port: int) -> None:
        """Both processes end together: on Ctrl-C, on SIGTERM, or when one of them ends."""
        environment = {
            **os.environ,
            "DJANGO_RUNSERVER_HIDE_WARNING": "true",
            "SITE_URL": os.environ.get("SITE_URL") or f"http://127.0.0.1:{port}",
        }
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        web = [*manage, "runserver", f"127.0.0.1:{port}", "--noreload", "--skip-checks"]
        worker = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "celery",
            "-q",
            "-A",
            "config",
            "worker",
            "--loglevel",
            "warning",
        ]
        worker += ["--concurrency", "1", "--without-mingle", "--without-gossip", "--pool", "solo", "--beat"]
        processes = [
            subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603
            for command in (web, worker)
        ]
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self.announce(port)
            while all(process.poll() is None for process in processes):
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                try:
                    process.wait(timeout=8)
                except subprocess.TimeoutExpired:
                    process.kill()

    def announce(self, port: int) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        self.stdout.write(self.style.SUCCESS(f"\n五心 Five Hearts is at http://127.0.0.1:{port}  (Ctrl-C ends it)\n"))
        self.stdout.flush()
