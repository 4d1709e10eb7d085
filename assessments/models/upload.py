import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempt import AttemptItem
from assessments.querysets import UploadQuerySet


class Upload(models.Model):
    """A file handed in for a question of kind `file`, stored before any answer refers to it.

    The same bytes for the same question are one upload. Served by a door that asks who is there; never by address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="uploads")
    file = models.FileField(_("file"), upload_to="answers/%Y/%m/", max_length=200)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["item", "uploaded_at"]
        verbose_name = _("handed-in file")
        verbose_name_plural = _("handed-in files")
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="upload_once_a_content")]

    def __str__(self) -> str:
        return self.name

    def as_answer(self) -> dict[str, str | int]:
        """How an answer refers to it."""
        return {"upload": str(self.pk), "name": self.name, "sha256": self.sha256, "size": self.size}
