from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import FixedPointField
from people.models import Employee
from scorecards.models.cycle import Cycle
from scorecards.querysets import PayoutQuerySet


class Scheme(models.Model):
    """How the scores of a cycle turn into money."""

    class Distribute(models.TextChoices):
        CAP = "cap", _("awards stand unless the pool is too small")
        ALL = "all", _("the whole pool is paid out")

    code = models.CharField(_("code"), max_length=60, unique=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="schemes")
    pool = FixedPointField(_("pool"), places=6, null=True, blank=True)
    distribute = models.CharField(max_length=4, choices=Distribute, default=Distribute.CAP)
    multiplier = models.CharField(_("multiplier"), max_length=1000)
    currency = models.CharField(_("currency"), max_length=3)
    minor_digits = models.PositiveSmallIntegerField(_("minor digits"), default=2)
    gate_courses = models.CharField(_("gate courses"), max_length=1000, blank=True)
    gate_min_score = FixedPointField(_("minimum score"), places=6, null=True, blank=True)
    paid_at = models.DateTimeField(_("computed at"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("incentive scheme")
        verbose_name_plural = _("incentive schemes")

    def __str__(self) -> str:
        return self.code


class Pay(models.Model):
    """The base and the target bonus, in percent of it, of a person in a cycle."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="pay")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="pay")
    base = FixedPointField(_("base"), places=6)
    target_percent = FixedPointField(_("target percent"), places=6)

    class Meta:
        verbose_name = _("pay")
        verbose_name_plural = _("pay")
        constraints = [models.UniqueConstraint(fields=["cycle", "employee"], name="pay_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.employee_id}"


class Payout(models.Model):
    """What a scheme pays a person, with every number it was made from.

    `gate` is "" or why nothing is paid, as `code:argument` worded by scorecards.reasons.
    `payout` is in the scheme's currency, rounded to its minor digits.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="payouts")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="payouts")
    base = FixedPointField(_("base"), places=6)
    target_percent = FixedPointField(_("target percent"), places=6)
    proration = FixedPointField(_("proration"), places=6)
    score = FixedPointField(_("score"), places=2, null=True)
    multiplier = FixedPointField(_("multiplier"), places=6, null=True)
    award = FixedPointField(_("award"), places=6)
    payout = FixedPointField(_("payout"), places=6)
    gate = models.TextField(_("gate"), blank=True)
    rules_version = models.CharField(max_length=10)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "employee__employee_no"]
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [models.UniqueConstraint(fields=["scheme", "employee"], name="payout_once")]

    def __str__(self) -> str:
        return f"{self.scheme_id}: {self.employee_id}"
