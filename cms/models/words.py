from django.db import models
from wagtail.models import Page


class PageWords(models.Model):
    """What a page says, as plain text to search in. Full-text search of databases knows no Chinese words.

    `draft`: title and content of the latest revision. `live`: of what readers see; blank while they see nothing.
    `pieces`: [kind, id] of each block of the latest revision, in order.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="words")
    draft = models.TextField(blank=True)
    live = models.TextField(blank=True)
    pieces = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.page_id)
