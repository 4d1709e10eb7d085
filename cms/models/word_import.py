from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.course import CoursePage
from cms.models.lesson import LessonPage
from foundation.models import Job


class WordImport(models.Model):
    """A Word document that is to become a draft lesson: looked at first, then taken over once.

    `report`: what cms.rules.word.Report says of it. The file goes once the lesson is made.
    """

    course_page = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="word_imports")
    name = models.CharField(_("file"), max_length=200)
    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(upload_to="word-imports/", blank=True, max_length=200)
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("sent at"))
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey(LessonPage, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("Word document")
        verbose_name_plural = _("Word documents")

    def __str__(self) -> str:
        return self.name
