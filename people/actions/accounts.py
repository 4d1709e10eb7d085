"""Opening accounts, and what a person chooses about their own."""

from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from foundation import audit
from people.models import Employee, User

# Our name of an appearance, and Wagtail's, so that the back office looks as the site does.
OFFICE_THEMES = {"auto": "system", "light": "light", "dark": "dark"}


@transaction.atomic
def open_account(employee: Employee, password: str | None, *, by: User | None, at: datetime) -> User:
    """Open the account of an employee who has none; the user name is the employee number.

    Without a password nobody can sign in to it until one is set. An e-mail address that somebody else
    already signs in with is left out: the employee number always works.
    """
    if Employee.objects.select_for_update().get(pk=employee.pk).user_id is not None:
        raise ValidationError(_("%(name)s already has an account."), params={"name": employee.name})
    taken = employee.email and User.objects.filter(email__iexact=employee.email).exists()
    user = User(
        username=employee.employee_no,
        name=employee.name,
        first_name=employee.name,  # what Wagtail's sidebar addresses people by
        email="" if taken else employee.email,
        language=employee.language,
        date_joined=at,
    )
    user.set_password(password)
    user.save()
    employee.user = user
    employee.save(update_fields=["user"])
    audit.record(by, "people.open_account", user)
    return user


@transaction.atomic
def open_outside_account(username: str, name: str, password: str | None, *, by: User | None, at: datetime) -> User:
    """Open an account for somebody who is not on the payroll, such as a mystery shopper."""
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(_("The name %(username)s is taken."), params={"username": username})
    user = User(username=username, name=name, first_name=name, date_joined=at)
    user.set_password(password)
    user.save()
    audit.record(by, "people.open_account", user)
    return user


def choose_language(user: User, language: str) -> None:
    """Remember the language a person wants, on every device. ValueError for a language we do not speak."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(language)
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def choose_theme(user: User, theme: str) -> None:
    """Remember light, dark or as the device (`auto`), here and in the back office. ValueError for others."""
    if theme not in OFFICE_THEMES:
        raise ValueError(theme)
    user.theme = theme
    user.save(update_fields=["theme"])
    UserProfile.objects.update_or_create(user=user, defaults={"theme": OFFICE_THEMES[theme]})


def choose_time_zone(user: User, zone: str) -> None:
    """Count days and tell times by this zone, on every device. ValueError for one that does not exist."""
    if zone not in available_timezones():
        raise ValueError(zone)
    user.timezone = zone
    user.save(update_fields=["timezone"])


def choose_reminders(user: User, wanted: bool) -> None:
    """Send, or do not send, the daily and weekly mails."""
    user.reminders_by_mail = wanted
    user.save(update_fields=["reminders_by_mail"])
