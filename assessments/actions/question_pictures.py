"""Taking in the pictures that questions show."""

import hashlib
from collections.abc import Mapping
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from assessments.models import QuestionPicture

KINDS: Mapping[str, tuple[str, str]] = {  # Pillow's name → media type, extension
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
}
LARGEST = 5 * 1024 * 1024  # bytes
MOST_PIXELS = 40_000_000


class PictureRefused(ValueError):
    """The file is no picture that a question can show; the message is a sentence."""


def keep(content: bytes) -> QuestionPicture:
    """Store a picture once for its content; the same bytes again are the same picture.

    Raises PictureRefused for anything but a PNG, JPEG, GIF or WebP of a bearable size; nothing is stored then.
    """
    media_type, ending = _checked(content)
    sha256 = hashlib.sha256(content).hexdigest()
    if found := QuestionPicture.objects.filter(sha256=sha256).first():
        return found
    with transaction.atomic():
        picture, new = QuestionPicture.objects.get_or_create(sha256=sha256, defaults={"media_type": media_type})
        if new:
            picture.file.save(f"{sha256}.{ending}", ContentFile(content))
    return picture


def _checked(content: bytes) -> tuple[str, str]:
    if len(content) > LARGEST:
        most = filesizeformat(LARGEST)
        raise PictureRefused(_("This picture is too large: at most %(most)s. Make it smaller.") % {"most": most})
    try:
        with Image.open(BytesIO(content), formats=list(KINDS)) as picture:
            kind, size = picture.format or "", picture.size
            if size[0] * size[1] > MOST_PIXELS:
                raise PictureRefused(_("This picture has too many pixels. Make it smaller."))
            picture.verify()
    except PictureRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise PictureRefused(
            _("This is no picture that a question can show: choose a PNG, JPEG, GIF or WebP file.")
        ) from None
    return KINDS[kind]
