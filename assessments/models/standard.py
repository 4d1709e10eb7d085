from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.wording import worded


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


class Standard(models.Model):
    """A service standard: lessons teach it, questions test it, visits observe it, KPIs feel it."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    category = models.CharField(_("category"), max_length=40, blank=True)
    titles = models.JSONField(_("title"), default=dict)  # language → text
    texts = models.JSONField(_("text"), default=dict)  # language → the rule itself
    ours = models.BooleanField(_("our own"), default=False)

    class Meta:
        ordering = ["code"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        return worded(self.titles)

    @property
    def text(self) -> str:
        return worded(self.texts)
