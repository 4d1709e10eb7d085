from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """Something that takes longer than a page: started by a person, done by a worker, found again later.

    `heard_at`: when its worker was last heard of; a job whose worker has been silent for long has lost it.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=200)
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    outcome = models.JSONField(default=dict)
    file = models.FileField(upload_to="jobs/", blank=True, max_length=200)
    created_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None while nobody can know."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else None
