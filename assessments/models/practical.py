from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.querysets import ObservationQuerySet
from foundation.fields import FixedPointField
from foundation.wording import worded
from people.models import Employee


class Rubric(models.Model):
    """What somebody watches for in an observed practical.

    `criteria`: [{"key", "texts": {language: text}, "points": most points, "standard": code or "",
    "critical": bool}], in order.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True, allow_unicode=True)
    titles = models.JSONField(_("title"), default=dict)
    criteria = models.JSONField(_("criteria"), default=list)
    pass_mark = FixedPointField(_("pass mark"), places=2, default=80)

    class Meta:
        ordering = ["code"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return worded(self.titles)


class Observation(models.Model):
    """One practical that a trainer or manager watched and confirmed. Never changed; another try is another row.

    `criteria`: the rubric's criteria as they stood. `points`: key → points given; a key that is missing was not
    observed.
    """

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="observations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="observations")
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    observed_at = models.DateTimeField(_("observed at"))
    criteria = models.JSONField()
    points = models.JSONField()
    comment = models.TextField(_("comment"), blank=True)
    percent = FixedPointField(_("score"), places=2)
    pass_mark = FixedPointField(_("pass mark"), places=2)
    passed = models.BooleanField(_("passed"))
    form_id = models.UUIDField(unique=True, editable=False)  # of the form that was sent: twice sent is once written

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-observed_at", "-pk"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        indexes = [models.Index(fields=["rubric", "employee"], name="observation_of_person")]

    def __str__(self) -> str:
        return f"{self.rubric_id}: {self.employee_id}"
