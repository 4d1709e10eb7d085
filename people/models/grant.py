from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.unit import Unit


class Role(models.TextChoices):
    MANAGER = "manager", _("manager")
    TRAINER = "trainer", _("trainer")
    HR = "hr", _("HR")
    QUALITY = "quality", _("quality supervision")
    SHOPPER = "shopper", _("mystery shopper")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class RoleGrant(models.Model):
    """A user has a role over a unit and everything under it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="grants")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(_("granted at"))

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [models.UniqueConstraint(fields=["user", "role", "unit"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.unit}"
