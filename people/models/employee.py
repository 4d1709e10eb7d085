from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.querysets import EmployeeQuerySet

if TYPE_CHECKING:
    from people.models.posting import Posting


class Employee(models.Model):
    """A person on the payroll. Where they work, as what and under whom is said by their postings."""

    employee_no = models.CharField(_("employee number"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="employee"
    )

    objects = EmployeeQuerySet.as_manager()

    current: "list[Posting]"  # filled by EmployeeQuerySet.with_posting

    class Meta:
        ordering = ["employee_no"]
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("hired_on")),
                name="employee_left_after_hired",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def posting(self) -> "Posting | None":
        """The posting on the day asked for with `with_posting`; None if the person had none."""
        return self.current[0] if self.current else None
