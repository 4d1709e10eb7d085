from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.question import Question, QuestionVersion
from assessments.models.quiz import Quiz, QuizSection
from assessments.querysets import AttemptItemQuerySet, AttemptQuerySet, SaveQuerySet
from foundation.fields import FixedPointField
from people.models import Employee


class Attempt(models.Model):
    """One sitting of a quiz. Graded on the server, once, when it is handed in.

    `deadline_at`: after which nothing more counts, the person's accommodation included. `marked_at`: when the last
    mark was given; blank while a person still has to mark. `elsewhere`: sat in another system, its marks loaded.
    `pass_mark`, `partial_credit`, `penalty`: as the quiz had them when it was begun; a change to it changes no attempt.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField(_("attempt"))
    started_at = models.DateTimeField(_("started at"))
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    by_deadline = models.BooleanField(_("handed in by the deadline"), default=False)
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True)
    percent = FixedPointField(_("score"), places=2, null=True, blank=True)
    pass_mark = FixedPointField(_("pass mark"), places=2)
    partial_credit = models.BooleanField(_("partial credit"), default=True)
    penalty = FixedPointField(_("penalty for a wrong answer (percent)"), places=2, default=0)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    elsewhere = models.BooleanField(_("sat elsewhere"), default=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["quiz", "employee", "number"], name="attempt_once"),
            models.UniqueConstraint(
                fields=["quiz", "employee"],
                condition=models.Q(submitted_at__isnull=True),
                name="attempt_one_live",
            ),
        ]
        indexes = [models.Index(fields=["deadline_at"], condition=models.Q(submitted_at=None), name="attempt_overdue")]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.employee_id}/{self.number}"


class AttemptItem(models.Model):
    """One question of an attempt: the version shown, what was answered and when, the mark given.

    `chosen`: the answer, shaped by the question's kind. `given_at`: when the person gave it; `saved_at`: when it was
    stored. `shown`: the option keys in the order shown, where they were shuffled. `max_mark`: what a perfect answer
    earns in this attempt. `dropped`: counts in no total, neither its mark nor its full mark. Marks given here have 4
    places; other systems give up to 7.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    section = models.ForeignKey(QuizSection, null=True, on_delete=models.SET_NULL, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    chosen = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    given_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    mark = FixedPointField(places=7, null=True, blank=True)
    max_mark = FixedPointField(places=7)
    dropped = models.BooleanField(default=False)

    objects = AttemptItemQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "order"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "order"], name="attempt_item_once"),
            models.UniqueConstraint(fields=["attempt", "question"], name="attempt_item_one_of_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.order}"


class Fate(models.TextChoices):
    COUNTED = "counted", _("counted")
    OLDER = "older", _("an answer given later was there already")
    LATE = "late", _("came after the deadline")
    ACCEPTED = "accepted", _("came late, accepted")
    DECLINED = "declined", _("came late, declined")


DECIDED = (Fate.ACCEPTED.value, Fate.DECLINED.value)


class Save(models.Model):
    """An answer as it reached the server, under the id that the device gave it: the same id twice is one answer.

    `given_at`: when the person gave it, by the device's clock set right by the server's. `got_at`: when it came.
    """

    id = models.UUIDField(primary_key=True)
    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="saves")
    chosen = models.JSONField()
    given_at = models.DateTimeField()
    got_at = models.DateTimeField()
    fate = models.CharField(max_length=10, choices=Fate)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = SaveQuerySet.as_manager()

    class Meta:
        ordering = ["item", "got_at"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [models.Index(fields=["got_at"], condition=models.Q(fate="late"), name="save_undecided")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fate__in=DECIDED, decided_at__isnull=False)
                | (~models.Q(fate__in=DECIDED) & models.Q(decided_at__isnull=True)),
                name="save_decided_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Accommodation(models.Model):
    """More time for one person, in every quiz: limits and closing times are stretched by `time_factor`.

    `break_minutes`: on top of a time limit. Read by HR, trainers and the person alone.
    """

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="accommodation")
    time_factor = FixedPointField(_("time factor"), places=2, default=1)
    break_minutes = models.PositiveIntegerField(_("minutes of break"), default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        constraints = [
            models.CheckConstraint(condition=models.Q(time_factor__gte=1), name="accommodation_never_shortens")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}"


class SittingCode(models.Model):
    """Lets one person begin one supervised quiz, once. Only a hash of the code is kept."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="sitting_codes")
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_by = models.OneToOneField(Attempt, null=True, on_delete=models.PROTECT, related_name="sitting_code")

    def __str__(self) -> str:
        return f"{self.quiz_id}"
