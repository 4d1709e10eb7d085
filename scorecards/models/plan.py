from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import FixedPointField


class Plan(models.Model):
    """What a card is made of: lines whose weights sum to exactly 100."""

    code = models.CharField(_("code"), max_length=60, unique=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.code


class PlanLine(models.Model):
    """One line of a plan: which value, with what weight, judged by which curve."""

    class Component(models.TextChoices):
        KPI = "kpi", _("KPI")
        FEEDBACK = "feedback", _("360° feedback")
        OKR = "okr", _("OKR")
        VISIT = "visit", _("shop visit")
        TRAINING = "training", _("training")
        QUIZ = "quiz", _("quiz")

    class Curve(models.TextChoices):
        LINEAR = "linear", _("straight line")
        INTERPOLATE = "interpolate", _("between points")
        STEPS = "steps", _("steps")
        DIRECT = "direct", _("the value itself")

    class Basis(models.TextChoices):
        VALUE = "value", _("value")
        ACHIEVEMENT = "achievement", _("value ÷ target")

    class Missing(models.TextChoices):
        REQUIRE = "require", _("the card waits for it")
        REWEIGHT = "reweight", _("the line is left out")
        ZERO = "zero", _("the line counts with its floor")

    class Scope(models.TextChoices):
        EMPLOYEE = "employee", _("the person's own")
        UNIT = "unit", _("the unit's")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    component = models.CharField(_("component"), max_length=10, choices=Component)
    source = models.CharField(_("source"), max_length=60, blank=True)
    weight = FixedPointField(_("weight"), places=6)
    curve = models.CharField(_("curve"), max_length=12, choices=Curve)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, default=Basis.VALUE)
    points = models.CharField(_("points"), max_length=1000, blank=True)
    floor = FixedPointField(_("floor"), places=6, default=0)
    cap = FixedPointField(_("cap"), places=6, default=100)
    missing = models.CharField(_("without data"), max_length=10, choices=Missing)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope, default=Scope.EMPLOYEE)

    class Meta:
        ordering = ["plan", "order"]
        verbose_name = _("plan line")
        verbose_name_plural = _("plan lines")
        constraints = [
            models.UniqueConstraint(fields=["plan", "component", "source"], name="plan_line_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="plan_line_weight_positive"),
            models.CheckConstraint(condition=models.Q(cap__gte=models.F("floor")), name="plan_line_floor_cap"),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.source}".strip()
