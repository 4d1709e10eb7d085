from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Employee
from training.models.course import Course
from training.querysets import CertificateQuerySet


class Certificate(models.Model):
    """Proof that somebody completed a course. Frozen at issue: wording, file and hash never change.

    `wording`: language → {"course": title, "issuer": name}; `score`: percent of the final quiz
    as text, or ''.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="certificates")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    wording = models.JSONField()
    score = models.CharField(max_length=10, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    file = models.FileField(upload_to="certificates/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "course", "issued_on"],
                condition=models.Q(revoked_on__isnull=True),
                name="certificate_once",
            )
        ]

    def __str__(self) -> str:
        return self.code
