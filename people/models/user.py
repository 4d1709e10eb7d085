from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from people.models.employee import Employee


class User(AbstractUser):
    """A person who signs in: with the employee number (`username`) or the e-mail address."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    timezone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    has_news = models.BooleanField(default=False, editable=False)  # something in the notices is unread
    reminders_by_mail = models.BooleanField(_("reminders by e-mail"), default=True)
    theme = models.CharField(
        _("appearance"),
        max_length=5,
        choices=[("auto", _("as the device")), ("light", _("light")), ("dark", _("dark"))],
        default="auto",
    )

    employee: "Employee"

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined,misc]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_once",
                violation_error_message=_("Somebody already signs in with this e-mail address."),
            )
        ]

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
