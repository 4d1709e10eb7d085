from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Quiz, Rubric, Standard
from foundation.wording import worded


class Course(models.Model):  # type: ignore[django-manager-missing]
    """The identity of a course, which learner records point to. Its faces are pages, one per language."""

    code = models.SlugField(_("code"), max_length=60, unique=True, allow_unicode=True)
    titles = models.JSONField(_("title"), default=dict)  # language → text, kept in step with the pages
    summaries = models.JSONField(_("summary"), default=dict)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    quiz = models.ForeignKey(
        Quiz, null=True, blank=True, on_delete=models.PROTECT, related_name="courses", verbose_name=_("final quiz")
    )
    pretest = models.ForeignKey(
        Quiz, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("pre-test")
    )
    rubric = models.ForeignKey(
        Rubric, null=True, blank=True, on_delete=models.PROTECT, related_name="courses", verbose_name=_("practical")
    )
    needs_session = models.BooleanField(_("a session must be attended"), default=False)
    follow_up_days = models.PositiveIntegerField(_("follow-up survey after (days)"), null=True, blank=True)
    valid_months = models.PositiveIntegerField(_("certificate valid for (months)"), null=True, blank=True)
    renew_days = models.PositiveIntegerField(_("renewal opens before expiry (days)"), default=30)
    certificate_template = models.ForeignKey(
        "training.CertificateTemplate",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
        verbose_name=_("certificate template"),
    )
    published = models.BooleanField(_("published"), default=True)  # at least one page of it can be read

    class Meta:
        ordering = ["code"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return worded(self.titles)

    @property
    def summary(self) -> str:
        return worded(self.summaries)

    def get_absolute_url(self) -> str:
        return f"/learn/{self.code}/"


class Lesson(models.Model):  # type: ignore[django-manager-missing]
    """The identity of a lesson within its course."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    code = models.SlugField(_("code"), max_length=60, allow_unicode=True)
    titles = models.JSONField(_("title"), default=dict)
    order = models.PositiveIntegerField(_("order"), default=0)
    minutes = models.PositiveIntegerField(_("minutes"), default=5)
    standards = models.ManyToManyField(Standard, blank=True, related_name="lessons")
    published = models.BooleanField(_("published"), default=True)  # only published lessons are asked of learners

    class Meta:
        ordering = ["course", "order", "pk"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [models.UniqueConstraint(fields=["course", "code"], name="lesson_once")]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return worded(self.titles)

    def get_absolute_url(self) -> str:
        return f"/learn/{self.course.code}/{self.code}/"
