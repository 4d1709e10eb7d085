from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.wording import worded
from people.models import Employee
from training.models.course import Course
from training.models.enrolment import Enrolment
from training.models.path import Path
from training.querysets import CertificateQuerySet
from training.rules.certificates import State, state


class Origin(models.TextChoices):
    COMPLETION = "completion", _("on completion")
    HAND = "hand", _("by hand")
    RENEWAL = "renewal", _("renewal")
    REISSUE = "reissue", _("reissue")


class Certificate(models.Model):
    """Proof that somebody completed a course or a path. Frozen at issue: wording, design, file and hash never change.

    `wording`: language → {"course": title, "issuer": name}; `design`: what the template said at issue; `score`:
    percent of the final quiz as text, or ''; `reason`: why it was issued by hand, or ''. `credential`: the signed
    Open Badge, made once like the file. `revoked_on` repeats the first ending event, so that certificates can be
    counted by day; the reasons stand in the events.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="certificates")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="certificates")
    path = models.ForeignKey(Path, null=True, on_delete=models.PROTECT, related_name="certificates")
    enrolment = models.ForeignKey(Enrolment, null=True, on_delete=models.PROTECT, related_name="certificates")
    origin = models.CharField(_("issued"), max_length=10, choices=Origin, default=Origin.COMPLETION)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    wording = models.JSONField()
    design = models.JSONField(default=dict)
    score = models.CharField(max_length=10, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    file = models.FileField(upload_to="certificates/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    credential = models.JSONField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "course", "issued_on"],
                condition=models.Q(revoked_on__isnull=True, course__isnull=False),
                name="certificate_once",
            ),
            models.UniqueConstraint(
                fields=["employee", "path", "issued_on"],
                condition=models.Q(revoked_on__isnull=True, path__isnull=False),
                name="certificate_once_of_path",
            ),
            models.CheckConstraint(
                condition=models.Q(course__isnull=True, path__isnull=False)
                | models.Q(course__isnull=False, path__isnull=True),
                name="certificate_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=models.Q(origin="reissue"), name="certificate_reissued_once"
            ),
        ]
        indexes = [models.Index(fields=["course", "issued_on"], name="certificate_by_course_and_day")]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """The course or path as the certificate calls it, in the reader's language if it has it."""
        return worded({language: words.get("course", "") for language, words in self.wording.items()})

    @property
    def issuer(self) -> str:
        return worded({language: words.get("issuer", "") for language, words in self.wording.items()})

    def state(self, today: date) -> State:
        """How it stands on that day. Reads the events: prefetch them for a list."""
        ended = self.revoked_on is not None and self.revoked_on <= today
        return state(self.expires_on, self.revoked_on, today, self._ended_by() if ended else "")

    @property
    def valid_until(self) -> date | None:
        """The last day on which it holds: its own, or an earlier one since the course has changed; None: without end.

        Reads the events like `state`.
        """
        if self.revoked_on is None or self._ended_by() != CertificateEvent.Kind.SUPERSEDED:
            return self.expires_on
        return self.revoked_on - timedelta(days=1)

    def _ended_by(self) -> str:
        """The kind of the event that ended it or will; '' if none is noted."""
        return next((each.kind for each in self.events.all() if each.ends and each.on == self.revoked_on), "")


class CertificateEvent(models.Model):
    """What became of a certificate after its issue: an added row, never a changed one."""

    class Kind(models.TextChoices):
        REVOKED = "revoked", _("revoked")
        REISSUED = "reissued", _("replaced by a new copy")
        RENEWED = "renewed", _("renewed")
        SUPERSEDED = "superseded", _("ended by a changed course")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["certificate", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="certificate_event_once")]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.kind}"

    @property
    def ends(self) -> bool:
        """Does the certificate count no longer from that day on?"""
        return self.kind != self.Kind.RENEWED
