from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Employee
from training.models.course import Course, Lesson
from training.querysets import EnrolmentQuerySet


class Enrolment(models.Model):
    """Somebody is to take a course: why, by when, and how far they are."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    assigned_at = models.DateTimeField(_("assigned at"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    questions: int  # filled by EnrolmentQuerySet.with_course

    class Meta:
        ordering = ["completed_at", "due_on", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["employee", "course"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.course_id}"


class LessonProgress(models.Model):
    """A lesson begun or done, with the page revision and language that was shown."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    revision = models.PositiveBigIntegerField(_("page revision"), null=True)
    language = models.CharField(_("language"), max_length=10)
    started_at = models.DateTimeField(_("started at"))
    completed_at = models.DateTimeField(_("completed at"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_id}"
