from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something a person should know, shown in the product until it is read. Worded for whoever reads it.

    `kind`: a registered name such as `training.enrolled`; `values`: what its sentence is filled with; `key`:
    whoever tells the same thing twice with the same key tells it once.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.kind}"


class Digest(models.Model):
    """A mail that gathered what was due for one person on one of their days; at most one a day is sent."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    kind = models.CharField(max_length=10, choices=[("daily", _("daily")), ("weekly", _("weekly"))])
    day = models.DateField(_("day"))
    lines = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["recipient", "kind", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.day}"
