"""`manage.py grant USER ROLE UNIT`: the first roles of an installation, which nobody is there to give."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.timezone import now

from people.actions.grants import grant_role
from people.models import Role, Unit, User


class Command(BaseCommand):
    help = "Give a user a role over a unit and everything under it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the name somebody signs in with")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("unit", help="the unit's code")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['user']}. Make the account with createsuperuser.")
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Load units first.")
        grant_role(user, options["role"], unit, by=None, at=now())
        with translation.override("en"):
            self.stdout.write(f"{user.get_full_name()} is now {options['role']} of {unit.name}")
