from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.question import Difficulty, Question
from foundation.fields import FixedPointField
from foundation.wording import worded


class QuizPurpose(models.TextChoices):
    FINAL = "final", _("final quiz")
    PRETEST = "pretest", _("pre-test")
    SKILLS = "skills", _("skills check")
    PRACTICE = "practice", _("practice")
    ELSEWHERE = "elsewhere", _("marks only")


class Counting(models.TextChoices):
    BEST = "best", _("the best attempt")
    LAST = "last", _("the last attempt")
    FIRST = "first", _("the first attempt")
    MEAN = "mean", _("the mean of all attempts")


class Reveal(models.TextChoices):
    AFTER = "after", _("right after handing in")
    CLOSED = "closed", _("after the quiz has closed")
    PASSED = "passed", _("once passed")
    NEVER = "never", _("never")


class Quiz(models.Model):
    """Questions, fixed and drawn, with the rules of a sitting. Percentages have 2 places.

    `minutes`: time limit. `wait_hours`: between two attempts. `penalty`: percent of a question's mark that a wholly
    wrong answer costs. `show_result`, `show_right`, `show_feedback`: from when the learner sees their mark, the right
    answers, and what each question teaches.
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    titles = models.JSONField(_("title"), default=dict)
    instructions = models.JSONField(_("instructions"), default=dict)
    purpose = models.CharField(_("purpose"), max_length=10, choices=QuizPurpose, default=QuizPurpose.FINAL)
    pass_mark = FixedPointField(_("pass mark"), places=2)
    minutes = models.PositiveIntegerField(_("time limit (minutes)"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    attempts_allowed = models.PositiveIntegerField(_("attempts allowed"), null=True, blank=True)
    wait_hours = models.PositiveIntegerField(_("hours between attempts"), default=0)
    counting = models.CharField(_("what counts"), max_length=5, choices=Counting, default=Counting.BEST)
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=False)
    shuffle_options = models.BooleanField(_("shuffle the options"), default=False)
    partial_credit = models.BooleanField(_("partial credit"), default=True)
    penalty = FixedPointField(_("penalty for a wrong answer (percent)"), places=2, default=0)
    show_result = models.CharField(_("mark shown"), max_length=6, choices=Reveal, default=Reveal.AFTER)
    show_right = models.CharField(_("right answers shown"), max_length=6, choices=Reveal, default=Reveal.AFTER)
    show_feedback = models.CharField(_("feedback shown"), max_length=6, choices=Reveal, default=Reveal.AFTER)
    supervised = models.BooleanField(_("needs a one-time code"), default=False)
    questions = models.ManyToManyField(Question, through="QuizItem", related_name="quizzes")

    class Meta:
        ordering = ["code"]
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return worded(self.titles)


class QuizSection(models.Model):
    """A part of a quiz with a heading of its own. A quiz without sections asks its items in their order.

    `retired`: no longer part of the quiz, or under another heading now; attempts that were asked it keep this one.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="sections")
    titles = models.JSONField(_("title"), default=dict)
    order = models.PositiveIntegerField(_("order"))
    retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["quiz", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "order"], condition=models.Q(retired=False), name="quiz_section_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.order}"

    @property
    def title(self) -> str:
        return worded(self.titles)


class QuizItem(models.Model):
    """A question's place in a quiz. `weight`: what it earns here; blank: the mark of its version."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="items")
    section = models.ForeignKey(QuizSection, null=True, blank=True, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="places")
    order = models.PositiveIntegerField()
    weight = FixedPointField(_("weight"), places=4, null=True, blank=True)

    class Meta:
        ordering = ["quiz", "order"]
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="quiz_item_once")]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.order}"


class QuizDraw(models.Model):
    """So many questions taken at random for each attempt, from those that all conditions fit.

    `standards`: codes, separated by blanks, each with * for any ending, such as `GREET-*`.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    section = models.ForeignKey(QuizSection, null=True, blank=True, on_delete=models.CASCADE, related_name="draws")
    order = models.PositiveIntegerField()
    count = models.PositiveIntegerField(_("questions"))
    standards = models.CharField(_("standards"), max_length=300, blank=True)
    course = models.CharField(_("course"), max_length=60, blank=True)
    competency = models.CharField(_("competency"), max_length=60, blank=True)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, blank=True)
    weight = FixedPointField(_("weight"), places=4, null=True, blank=True)

    class Meta:
        ordering = ["quiz", "order"]
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1), name="quiz_draw_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.count}"
