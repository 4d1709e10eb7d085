from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.categories import category_name
from assessments.querysets import StandardQuerySet
from foundation.wording import worded
from people.models import Employee, Position


class Competency(models.Model):
    """What a 360-degree question asks about."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["code"]
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")

    def __str__(self) -> str:
        return self.name


class Standard(models.Model):  # type: ignore[django-manager-missing]
    """A service standard: lessons teach it, questions test it, visits observe it, KPIs feel it.

    Two clocks, in minutes: how soon somebody must respond, how soon the matter must be resolved.
    `sign_from`: the number of the oldest revision whose signature still holds. `published`: it can be read; one
    that is withdrawn is asked of nobody.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    category = models.CharField(_("category"), max_length=40, blank=True)
    titles = models.JSONField(_("title"), default=dict)  # language → text
    texts = models.JSONField(_("text"), default=dict)  # language → the rule itself
    ours = models.BooleanField(_("our own"), default=False)
    owner = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("owner")
    )
    positions = models.ManyToManyField(Position, blank=True, related_name="standards", verbose_name=_("positions"))
    respond_minutes = models.PositiveIntegerField(_("respond within (minutes)"), null=True, blank=True)
    resolve_minutes = models.PositiveIntegerField(_("resolve within (minutes)"), null=True, blank=True)
    effective_on = models.DateField(_("effective from"), null=True, blank=True)
    must_sign = models.BooleanField(_("to be read and signed"), default=False)
    sign_from = models.PositiveIntegerField(default=1, editable=False)
    published = models.BooleanField(_("published"), default=True, editable=False)

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return f"/standards/{self.code}/"

    @property
    def category_name(self) -> str:
        return category_name(self.category)

    @property
    def title(self) -> str:
        return worded(self.titles)

    @property
    def text(self) -> str:
        return worded(self.texts)


class StandardRevision(models.Model):
    """What a standard said at one time, in every language. Never changed: a new wording is a new revision.

    `details`: language → the explanation on the standard's page, as clean HTML.
    """

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    respond_minutes = models.PositiveIntegerField(null=True)
    resolve_minutes = models.PositiveIntegerField(null=True)
    effective_on = models.DateField(null=True)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        ordering = ["standard", "number"]
        verbose_name = _("revision of a standard")
        verbose_name_plural = _("revisions of standards")
        constraints = [models.UniqueConstraint(fields=["standard", "number"], name="standard_revision_once")]

    def __str__(self) -> str:
        return f"{self.standard_id}/{self.number}"

    @property
    def title(self) -> str:
        return worded(self.titles)

    @property
    def text(self) -> str:
        return worded(self.texts)
