from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.employee import Employee


class Invitation(models.Model):
    """A one-time way in for somebody who was taken on by file and has no password yet.

    Only the SHA-256 of the code is kept; the code itself is seen once, by whoever made it.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="invitations")
    code_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.employee_id}, {self.created_at:%Y-%m-%d}"
