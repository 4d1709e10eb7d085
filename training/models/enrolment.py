from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Employee
from training.models.course import Course, Lesson
from training.models.path import Path
from training.querysets import EnrolmentQuerySet
from training.rules.progress import Answer, Place, Progress


class Enrolment(models.Model):
    """One round of somebody taking a course: why, by when, and how far they are.

    A retraining or a renewal is a new round; earlier rounds stay as they ended. `reason` is a code of
    training.reasons, or what a person typed. `path`: the path that asked for it first, if one did.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    round = models.PositiveIntegerField(_("round"), default=1)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    path = models.ForeignKey(
        Path, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments", verbose_name=_("path")
    )
    assigned_at = models.DateTimeField(_("assigned at"))
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    questions: int  # filled by EnrolmentQuerySet.with_course

    class Meta:
        ordering = ["completed_at", "due_on", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["employee", "course", "round"], name="enrolment_once_a_round"),
            models.UniqueConstraint(
                fields=["employee", "course"],
                condition=models.Q(completed_at__isnull=True, withdrawn_at__isnull=True),
                name="enrolment_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.course_id}/{self.round}"


class LessonProgress(models.Model):
    """A lesson begun or done, with the page revision and language that was shown.

    `seen`: ids of the blocks seen. `answers`: block id → `way`, what was chosen there (a check's option, the
    way through a dialogue, the ticks of a list), and `at`, when. `place`: the id of the block where the
    learner stopped, at `placed_at`. `saved_at`: when the server last stored something of this.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    revision = models.PositiveBigIntegerField(_("page revision"), null=True)
    language = models.CharField(_("language"), max_length=10)
    started_at = models.DateTimeField(_("started at"))
    completed_at = models.DateTimeField(_("completed at"), null=True)
    seen = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    place = models.CharField(max_length=60, blank=True)
    placed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(_("saved at"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_id}"

    @property
    def known(self) -> Progress:
        """What is stored, as the rules see it."""
        answers = {
            id: Answer(tuple(answer["way"]), datetime.fromisoformat(answer["at"]))
            for id, answer in self.answers.items()
        }
        place = Place(self.place, self.placed_at) if self.place and self.placed_at else None
        return Progress(tuple(self.seen), answers, place)

    @known.setter
    def known(self, progress: Progress) -> None:
        self.seen = list(progress.seen)
        self.answers = {
            id: {"way": list(answer.way), "at": answer.at.isoformat()} for id, answer in progress.answers.items()
        }
        if progress.place:
            self.place, self.placed_at = progress.place.id, progress.place.at
