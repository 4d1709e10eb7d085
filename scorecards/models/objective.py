from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import FixedPointField
from foundation.models import Load
from people.models import Employee, Unit
from scorecards.models.cycle import Cycle


class Objective(models.Model):
    """What a person or a unit wants to reach in a cycle; weights are relative."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="objectives")
    employee = models.ForeignKey(Employee, null=True, on_delete=models.CASCADE, related_name="objectives")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="objectives")
    code = models.CharField(_("objective"), max_length=200)
    weight = FixedPointField(_("weight"), places=6)

    class Meta:
        ordering = ["cycle", "pk"]
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(employee__isnull=False, unit__isnull=True)
                | models.Q(employee__isnull=True, unit__isnull=False),
                name="objective_of_person_or_unit",
            ),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="objective_weight_positive"),
            models.UniqueConstraint(
                fields=["cycle", "employee", "code"],
                condition=models.Q(employee__isnull=False),
                name="objective_person_once",
            ),
            models.UniqueConstraint(
                fields=["cycle", "unit", "code"],
                condition=models.Q(unit__isnull=False),
                name="objective_unit_once",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class KeyResult(models.Model):
    """How one sees that an objective is being reached."""

    class Kind(models.TextChoices):
        METRIC = "metric", _("metric")
        MILESTONE = "milestone", _("milestone")

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="key_results")
    code = models.CharField(_("key result"), max_length=200)
    weight = FixedPointField(_("weight"), places=6)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    start = FixedPointField(_("start"), places=6, null=True)
    target = FixedPointField(_("target"), places=6, null=True)
    current = FixedPointField(_("current"), places=6, null=True)
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField(_("row"), null=True)

    class Meta:
        ordering = ["objective", "pk"]
        verbose_name = _("key result")
        verbose_name_plural = _("key results")
        constraints = [
            models.UniqueConstraint(fields=["objective", "code"], name="key_result_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="key_result_weight_positive"),
        ]

    def __str__(self) -> str:
        return self.code
