"""What is looked at, listened to or taken along: pictures, films with captions and words, files."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.prose import OwnMarkBlock

FILMS = {".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm"}
CAPTIONS = {".vtt": "text/vtt"}


def ending(document: Any) -> str:
    """The ending of a document's file name, small and with its dot."""
    return PurePath(document.filename).suffix.lower()


class PictureBlock(OwnMarkBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        max_length=250,
        label=_("What can be seen"),
        help_text=_(
            "For those who cannot see the picture: what in it matters here, in one sentence, in this page's language."
        ),
    )
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class VideoBlock(OwnMarkBlock):
    title = blocks.CharBlock(max_length=100, label=_("Title"))
    file = DocumentChooserBlock(label=_("Film"), help_text=_("An .mp4 or .webm file."))
    captions = DocumentChooserBlock(
        label=_("Captions"),
        help_text=_("A .vtt file in this page's language: people watch on the shop floor with the sound off."),
    )
    poster = ImageChooserBlock(required=False, label=_("Picture before it starts"))
    transcript = blocks.TextBlock(
        label=_("What is said and shown"),
        help_text=_("The whole film in words, for those who cannot watch it here. An empty line begins a paragraph."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        if ending(cleaned["file"]) not in FILMS:
            errors["file"] = ValidationError(_("A phone cannot play this file. Choose an .mp4 or a .webm film."))
        if ending(cleaned["captions"]) not in CAPTIONS:
            errors["captions"] = ValidationError(_("Captions are a .vtt file. Choose one, or save yours as WebVTT."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "media"
        help_text = _("A short film with captions and a transcript.")
        label = _("Video")
        template = "cms/blocks/video.html"


class DownloadBlock(OwnMarkBlock):
    file = DocumentChooserBlock(label=_("File"))
    note = blocks.CharBlock(
        required=False, max_length=200, label=_("What it is for"), help_text=_("For example: print it for the counter.")
    )

    class Meta:
        icon = "download"
        help_text = _("A file to take along; learners see its kind and size.")
        label = _("File to download")
        template = "cms/blocks/download.html"
