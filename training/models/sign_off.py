from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import StandardRevision
from foundation.wording import worded
from people.models import Employee
from training.models.course import Course
from training.querysets import SignatureQuerySet


class Meaning(models.TextChoices):
    COSMETIC = "cosmetic", _("cosmetic")
    SIGN = "sign", _("sign again")
    RETRAIN = "retrain", _("retrain")


class Signature(models.Model):
    """Somebody read a standard and signed for it: exactly this revision, in this language."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="signatures")
    revision = models.ForeignKey(StandardRevision, on_delete=models.PROTECT, related_name="signatures")
    language = models.CharField(_("language"), max_length=10)
    signed_at = models.DateTimeField(_("signed at"))

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint(fields=["employee", "revision"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.revision_id}"


class Change(models.Model):
    """A standard or a course was published anew: what that means for those who know the old one.

    Of a course (`course`, with `page_revision` of the page that was published) or of a standard (`revision`).
    No meaning: not decided yet, and until then as if cosmetic. `explanation`: language → what changed, for the
    learner. `people` and `certificates`: how many the decision touched.
    """

    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="changes")
    revision = models.OneToOneField(StandardRevision, null=True, on_delete=models.PROTECT, related_name="change")
    page_revision = models.PositiveBigIntegerField(null=True)
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    published_at = models.DateTimeField(_("published at"))
    meaning = models.CharField(_("meaning"), max_length=10, choices=Meaning, blank=True)
    explanation = models.JSONField(_("what changed"), default=dict)
    due_on = models.DateField(_("due on"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    certificates = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("published change")
        verbose_name_plural = _("published changes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(course__isnull=True, revision__isnull=False)
                | models.Q(course__isnull=False, revision__isnull=True),
                name="change_of_one_thing",
            ),
            models.UniqueConstraint(fields=["page_revision"], name="change_once_a_publication"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/changes/{self.pk}/"

    @property
    def name(self) -> str:
        """What changed, in the active language: the standard, or the course and the page of it."""
        if self.revision is not None:
            return f"{self.revision.standard.code} {self.revision.title}"
        assert self.course is not None
        of_a_lesson = self.title and self.title not in self.course.titles.values()
        return f"{self.course.title} · {self.title}" if of_a_lesson else self.course.title

    @property
    def language_name(self) -> str:
        """The language of the page that was published; '' where it was no page."""
        return dict(settings.LANGUAGES).get(self.language, "")

    @property
    def told(self) -> str:
        """What changed, as its author tells it, in the active language."""
        return worded(self.explanation)


class Acknowledgement(models.Model):
    """Somebody who had completed a course read what changed in it since."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="acknowledgements")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="acknowledgements")
    language = models.CharField(_("language"), max_length=10)
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        ordering = ["-read_at"]
        constraints = [models.UniqueConstraint(fields=["change", "employee"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.employee_id}"
