"""`manage.py demo`: an invented chain with people, facts, courses and scores, taken in by the usual doors."""

import tempfile
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.timezone import localdate, now

from people.models import Employee, User
from scorecards.demo import (
    accounts,
    bank,
    certificates,
    late_answers,
    learning,
    marking,
    paths,
    practice,
    question_files,
    quizzes,
    sessions,
    skills,
    spot_check,
    standards,
    write_chain,
)
from scorecards.models import Cycle, Payout


class Command(BaseCommand):
    help = "Set up the demo chain (once) and print one account for each kind of person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default=settings.SITE_URL)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo chain is for the demo only: settings.DEMO is off.")
        if not Payout.objects.filter(scheme__code__startswith="fh-").exists():  # the last thing it makes
            self.stdout.write("Setting up the demo chain: 212 people in 12 stores …")
            self.take_in()
        self.announce(options["url"])

    def take_in(self) -> None:
        at = now()
        with tempfile.TemporaryDirectory() as folder:
            chain = write_chain(Path(folder), localdate(at))
            for kind, path in chain.files:
                call_command("load", kind, str(path), stdout=StringIO())
        accounts.open_all(at)
        certificates.design(at)
        learning.teach(at)
        question_files.send(at)
        certificates.certify(at)
        standards.uphold(at)
        paths.lay(at)
        sessions.meet(at)
        skills.examine(at)
        bank.tend(at, User.objects.filter(username=accounts.CAST["trainer"][0]).first())
        quizzes.sit_together(at)
        marking.hand_in(at)
        spot_check.draw_together(at)
        late_answers.come_late(at)
        practice.remember(at)
        for cycle in chain.cycles:
            call_command("score", cycle, stdout=StringIO())
        for scheme in chain.schemes:
            call_command("pay", scheme, stdout=StringIO())

    def announce(self, url: str) -> None:
        self.stdout.write(f"\n  {url}\n")
        for account in accounts.ACCOUNTS:
            self.stdout.write(f"  {account.username:<8} {accounts.PASSWORD}   {account.description}")
        certificate = learning.example_certificate()
        if certificate:
            self.stdout.write(f"  anyone   {url}/verify/{certificate.code}/")
        cycles = ", ".join(Cycle.objects.order_by("starts_on").values_list("code", flat=True))
        self.stdout.write(f"\n  {Employee.objects.count()} people; cycles {cycles}")
