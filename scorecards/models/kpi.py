from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import FixedPointField
from foundation.models import Load
from people.models import Employee, Position, Unit
from scorecards.models.cycle import Cycle


class Kpi(models.Model):
    """A key performance indicator and how its facts add up."""

    class Perspective(models.TextChoices):
        FINANCIAL = "financial", _("financial")
        CUSTOMER = "customer", _("customer")
        PROCESS = "process", _("process")
        LEARNING = "learning", _("learning and growth")

    class Measure(models.TextChoices):
        PERCENT = "percent", _("percent")
        MONEY = "money", _("money")
        COUNT = "count", _("count")
        MINUTES = "minutes", _("minutes")
        SCORE = "score", _("score")

    class Direction(models.TextChoices):
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")

    class Aggregation(models.TextChoices):
        SUM = "sum", _("sum")
        RATIO = "ratio", _("ratio of sums")
        LAST = "last", _("latest month")

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    perspective = models.CharField(_("perspective"), max_length=10, choices=Perspective)
    unit = models.CharField(_("unit"), max_length=10, choices=Measure)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    aggregation = models.CharField(_("aggregation"), max_length=5, choices=Aggregation)
    standards = models.ManyToManyField(
        "assessments.Standard", blank=True, related_name="kpis", verbose_name=_("standards")
    )  # whose effect it shows

    class Meta:
        ordering = ["code"]
        verbose_name = _("KPI")
        verbose_name_plural = _("KPIs")

    def __str__(self) -> str:
        return self.name


class KpiFact(models.Model):
    """What one file said of one KPI, for one person or one unit, in one month."""

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="facts", db_index=False)
    employee = models.ForeignKey(
        Employee, null=True, on_delete=models.PROTECT, related_name="kpi_facts", db_index=False
    )
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="kpi_facts", db_index=False)
    period = models.DateField(_("month"))  # the first day of the month
    numerator = FixedPointField(_("numerator"), places=6)
    denominator = FixedPointField(_("denominator"), places=6, null=True)
    source = models.CharField(_("source"), max_length=100, blank=True)
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    row = models.PositiveIntegerField(_("row"), null=True)  # of the file; the header is row 1

    class Meta:
        verbose_name = _("KPI fact")
        verbose_name_plural = _("KPI facts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(employee__isnull=False, unit__isnull=True)
                | models.Q(employee__isnull=True, unit__isnull=False),
                name="kpi_fact_of_person_or_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True) | models.Q(denominator__gt=0),
                name="kpi_fact_denominator_positive",
            ),
            models.UniqueConstraint(
                fields=["employee", "kpi", "period"],
                condition=models.Q(employee__isnull=False),
                name="kpi_fact_person_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "kpi", "period"],
                condition=models.Q(unit__isnull=False),
                name="kpi_fact_unit_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.employee_id or self.unit_id} {self.period:%Y-%m}"


class Target(models.Model):
    """What a KPI should reach in a cycle: for a person, a position, a unit and below, or everyone."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="targets")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="targets")
    employee = models.ForeignKey(Employee, null=True, on_delete=models.CASCADE, related_name="kpi_targets")
    position = models.ForeignKey(Position, null=True, on_delete=models.CASCADE, related_name="kpi_targets")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="kpi_targets")
    target = FixedPointField(_("target"), places=6)
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField(_("row"), null=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "cycle", "employee"],
                condition=models.Q(employee__isnull=False),
                name="target_person_once",
            ),
            models.UniqueConstraint(
                fields=["kpi", "cycle", "position"],
                condition=models.Q(position__isnull=False),
                name="target_position_once",
            ),
            models.UniqueConstraint(
                fields=["kpi", "cycle", "unit"], condition=models.Q(unit__isnull=False), name="target_unit_once"
            ),
            models.UniqueConstraint(
                fields=["kpi", "cycle"],
                condition=models.Q(employee__isnull=True, position__isnull=True, unit__isnull=True),
                name="target_general_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id}/{self.cycle_id}: {self.target}"
