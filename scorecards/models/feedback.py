from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Competency
from foundation.fields import FixedPointField
from people.models import Employee
from scorecards.models.cycle import Cycle


class FeedbackAnswer(models.Model):
    """One rating of one competency by one rater.

    While the cycle is open `rater` says whose it is, so that the same file can be loaded again. When
    the cycle closes the answers are written anew in random order with a random `ballot` in place of
    the rater: what belongs together stays together, and nobody can say whose it was.
    """

    class Relation(models.TextChoices):
        SELF = "self", _("self")
        MANAGER = "manager", _("manager")
        PEER = "peer", _("peer")
        REPORT = "report", _("report")
        CUSTOMER = "customer", _("customer")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", db_index=False)
    rater = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ballot = models.BigIntegerField(null=True)
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+", db_index=False)
    rating = models.SmallIntegerField(_("rating"), null=True)  # 1 to 5; None: not observed

    class Meta:
        verbose_name = _("feedback answer")
        verbose_name_plural = _("feedback answers")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "subject", "rater", "competency", "relation"],
                condition=models.Q(rater__isnull=False),
                name="feedback_answer_once",
            ),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)),
                name="feedback_rating_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(rater__isnull=False, ballot__isnull=True)
                | models.Q(rater__isnull=True, ballot__isnull=False),
                name="feedback_rater_or_ballot",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "subject"], name="feedback_by_subject")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.subject_id}"


class FeedbackGroup(models.Model):
    """A group of raters large enough to be shown, and its mean on the scale 0 to 100."""

    class Group(models.TextChoices):
        MANAGER = "manager", _("manager")
        PEER = "peer", _("peers")
        REPORT = "report", _("reports")
        CUSTOMER = "customer", _("customers")
        OTHERS = "others", _("others, together")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="feedback_groups")
    subject = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="feedback_groups")
    group = models.CharField(_("group"), max_length=10, choices=Group)
    raters = models.PositiveIntegerField(_("raters"))
    weight = FixedPointField(_("weight"), places=6)
    score = FixedPointField(_("score"), places=4)

    class Meta:
        ordering = ["cycle", "subject", "pk"]
        verbose_name = _("feedback group")
        verbose_name_plural = _("feedback groups")
        constraints = [models.UniqueConstraint(fields=["cycle", "subject", "group"], name="feedback_group_once")]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.group}"
