from django.db import models
from django.utils.translation import gettext_lazy as _


class Position(models.Model):
    """A post that people hold: shop assistant, store manager, …"""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    level = models.IntegerField(_("level"), null=True, blank=True)
    track = models.CharField(_("track"), max_length=40, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")

    def __str__(self) -> str:
        return self.name
