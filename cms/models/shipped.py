from django.db import models
from django.utils.translation import gettext_lazy as _


class ShippedContent(models.Model):
    """What the loader last wrote, so that it never overwrites what a trainer has changed since.

    `source`: the hash of the text it read. `written`: the hash of the row it wrote, or the page's revision.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    source = models.CharField(max_length=64)
    written = models.CharField(max_length=64)

    class Meta:
        ordering = ["key"]
        verbose_name = _("shipped content")
        verbose_name_plural = _("shipped content")

    def __str__(self) -> str:
        return self.key
