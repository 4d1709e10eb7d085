from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.employee import Employee
from people.models.position import Position
from people.models.unit import Unit
from people.querysets import PostingQuerySet


class Posting(models.Model):
    """A stretch of days on which an employee works in a unit, in a position, under a manager.

    Both ends are counted. The postings of one person never overlap: the database refuses it.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="postings")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="postings")
    manager = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="report_postings"
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["employee", "starts_on"]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(fields=["employee", "starts_on"], name="posting_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="posting_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.starts_on} – {self.ends_on or ''}"
