"""Templates of certificates and their pictures. What was issued keeps its own copy of everything."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from foundation import audit
from people.models import User
from training.models import CertificateTemplate

LARGEST = 2 * 1024 * 1024  # bytes of a picture
MOST_PIXELS = 40_000_000
WIDEST = 800  # pixels: more than 300 to the inch where a seal is printed
KINDS = {"PNG": "png", "JPEG": "jpg"}
FOLDER = "certificate-art"


class NoPictureError(Exception):
    """This file is no PNG or JPEG picture that can be read."""


class TooManyPixelsError(Exception):
    """This picture would fill the memory."""


@transaction.atomic
def save_template(template: CertificateTemplate, *, by: User | None, at: datetime) -> CertificateTemplate:
    """Write a template. If it is to be the standard, no other one is any longer."""
    if template.standard:
        CertificateTemplate.objects.filter(standard=True).exclude(pk=template.pk).update(standard=False)
    template.save()
    audit.record(by, "training.save_certificate_template", template, name=template.name)
    return template


def keep_picture(file: IO[bytes]) -> str:
    """Keep a PNG or JPEG for ever, under a name that is the SHA-256 of what is kept: made small, with nothing in it
    but the picture. The same picture has the same name.
    """
    content, ending = _cleaned(file)
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}.{ending}"
    if not default_storage.exists(name):
        saved = default_storage.save(name, ContentFile(content))
        if saved != name:  # somebody kept the same picture at the same moment
            default_storage.delete(saved)
    return name


def is_kept(name: str) -> bool:
    """Was a picture kept under this name?"""
    return name.startswith(f"{FOLDER}/") and ".." not in name and default_storage.exists(name)


def _cleaned(file: IO[bytes]) -> tuple[bytes, str]:
    try:
        picture = Image.open(file, formats=list(KINDS))
        kind = picture.format or ""
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixelsError
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise NoPictureError from error
    upright.thumbnail((WIDEST, WIDEST))
    clear = "A" in upright.mode or "transparency" in upright.info
    upright = upright.convert("RGBA" if kind == "PNG" and clear else "RGB")
    content = BytesIO()
    upright.save(content, kind, **({"optimize": True} if kind == "PNG" else {"quality": 92}))
    return content.getvalue(), KINDS[kind]
