"""Files that trainers keep for their courses: checked before they are stored."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from cms.rules.media_files import HEAD, VIDEOS, is_caption, is_what_it_says


class DocumentForm(BaseDocumentForm):
    """Wagtail's form for a document, and whether the file is what its name says."""

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and isinstance(file, UploadedFile):
            check(file)
        return file

    def _post_clean(self) -> None:
        """Of a file that was refused, Wagtail's model says besides that it has no ending: one sentence is enough."""
        refused = list(self.errors.get("file", ()))
        super()._post_clean()
        if refused:
            self.errors["file"] = self.error_class(refused)


def check(file: UploadedFile) -> None:
    """Raise ValidationError, in a sentence, for a file that is too big or not what its name says."""
    extension = PurePath(file.name or "").suffix.lower().removeprefix(".")
    most = settings.LARGEST_VIDEO if extension in VIDEOS else settings.LARGEST_DOCUMENT
    size = file.size or 0
    if size > most:
        raise ValidationError(
            _("“%(name)s” is %(size)s. At most %(most)s can be taken; make it smaller first.")
            % {"name": file.name, "size": filesizeformat(size), "most": filesizeformat(most)}
        )
    if not size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": file.name})
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not is_what_it_says(extension, head):
        raise ValidationError(_not_what_it_says(extension) % {"name": file.name, "extension": extension})
    if extension == "vtt":
        _check_caption(file)


def _not_what_it_says(extension: str) -> str:
    if extension in VIDEOS:
        return _("“%(name)s” is no video, although its name says so. Export it again as MP4 or WebM.")
    return _("“%(name)s” is not a .%(extension)s file inside. Save it again from the program it comes from.")


def _check_caption(file: UploadedFile) -> None:
    try:
        text = file.read().decode("utf-8")
    except UnicodeDecodeError:
        raise ValidationError(
            _("“%(name)s” is not UTF-8. Save the captions again with the encoding UTF-8.") % {"name": file.name}
        ) from None
    finally:
        file.seek(0)
    if not is_caption(text):
        raise ValidationError(_("“%(name)s” holds no captions: the first line must say WEBVTT.") % {"name": file.name})
