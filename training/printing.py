"""A certificate on paper: its words over a ground that is drawn once for each design."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import segno
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation import pdf
from foundation.press import Sheet, printed
from foundation.templatetags.interface import html_language
from training.models import Certificate
from training.rules import certificates as rules
from training.rules.designs import Design, mixed

MILLIMETRE = 72 / 25.4  # in points
QR_LEFT, QR_BOTTOM, QR_SIDE = (each * MILLIMETRE for each in (28, 20, 25))
QR_INK = "0.149 0.129 0.11 rg"  # #26211c
LINES = {0: (), 1: ((214, 50),), 2: ((189, 36), (229, 36)), 3: ((185, 25), (213, 25), (241, 25))}  # left, width in mm


class PictureChanged(Exception):
    """A picture is no longer what it was when certificates were issued with it."""


def draw(certificate: Certificate) -> bytes:
    """The certificate as a PDF."""
    return printed(sheet(certificate))


def sheet(certificate: Certificate) -> Sheet:
    """One page, A4 landscape, from nothing but what was frozen at issue. Reads no database."""
    design = Design.read(certificate.design)
    address = verify_address(certificate.code)
    first, _second = design.in_languages(list(dict(settings.LANGUAGES)))
    ground = _ground(design.accent, len(design.signatories), design.logo, design.seal)
    words = _words(certificate, design, address)
    return pdf.sheet("pdf/certificate.html", words, first, ground=ground, marks=_qr(address))


def verify_address(code: str) -> str:
    """Where anyone may ask whether the certificate is genuine."""
    return f"{settings.SITE_URL}{reverse('training:verify', args=[code])}"


def picture(name: str) -> bytes:
    """A kept picture; PictureChanged if its content is not what its name, a SHA-256, says."""
    with default_storage.open(name) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != PurePosixPath(name).stem:
        raise PictureChanged(name)
    return content


def _words(certificate: Certificate, design: Design, address: str) -> dict[str, Any]:
    languages = [each for each in design.in_languages(list(dict(settings.LANGUAGES))) if each]
    spoken = [_spoken(certificate, language) for language in languages]
    return {
        **spoken[0],
        "second": spoken[1] if len(spoken) > 1 else None,
        "certificate": certificate,
        "size": rules.name_size(certificate.name),
        "facts": "\n".join(_facts(certificate, address, languages)),
        "signatories": [
            {
                "name": each.name,
                "titles": [each.titles[language] for language in languages if each.titles.get(language)],
            }
            for each in design.signatories
        ],
    }


def _spoken(certificate: Certificate, language: str) -> dict[str, str]:
    """What the certificate says in one language."""
    wording = certificate.wording.get(language, {})
    with translation.override(language):
        return {
            "lang": html_language(),
            "issuer": wording.get("issuer", ""),
            "title": wording.get("course", ""),
            "kind": _("Certificate of completion"),
            "lead": _("This is to certify that"),
            "said": _said(certificate, wording.get("course", "")),
        }


def _said(certificate: Certificate, title: str) -> str:
    told = {"course": title, "score": certificate.score}
    if certificate.path_id is not None:
        return _("has completed the learning path “%(course)s”.") % told
    if certificate.score:
        return _("has completed the course “%(course)s” with %(score)s %% in the final quiz.") % told
    return _("has completed the course “%(course)s”.") % told


def _facts(certificate: Certificate, address: str, languages: list[str]) -> Iterator[str]:
    """Number, dates and address, each after its label in every language of the paper."""
    rows = [
        ("Certificate number", certificate.code),
        ("Issued", f"{certificate.issued_on}"),
        ("Valid until", f"{certificate.expires_on or ''}"),
        ("Verify", address),
    ]
    labels = [_labels(language) for language in languages]
    for key, value in rows:
        if value:
            yield " ".join(label[key] for label in labels) + f"\t{value}"


@lru_cache(maxsize=8)
def _labels(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "Certificate number": _("Certificate number"),
            "Issued": _("Issued"),
            "Valid until": _("Valid until"),
            "Verify": _("Verify"),
        }


@lru_cache(maxsize=64)
def _ground(accent: str, signatories: int, logo: str, seal: str) -> bytes:
    """Frame, watermark, emblem or logo, seal, and the lines for the signatories."""
    shown = {"picture:logo": logo, "picture:seal": seal}
    pictures = {address: picture(name) for address, name in shown.items() if name}
    context = {
        "paper": mixed(accent, 0.03),
        "faint": mixed(accent, 0.09),
        "light": mixed(accent, 0.4),
        "accent": accent,
        "lines": LINES[signatories],
        "logo": logo,
        "seal": seal,
    }
    return pdf.render("pdf/certificate_ground.html", context, settings.LANGUAGE_CODE, pictures=pictures)


def _qr(address: str) -> bytes:
    """The address as a QR code in PDF operators: a rectangle for each run of dark cells."""
    matrix = segno.make(address, error="m", micro=False, mask=4).matrix
    side = QR_SIDE / len(matrix)
    parts = [QR_INK, f"{side:.4f} 0 0 {-side:.4f} {QR_LEFT:.3f} {QR_BOTTOM + QR_SIDE:.3f} cm"]
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if row[x]:
                end = next((i for i in range(x, len(row)) if not row[i]), len(row))
                parts.append(f"{x} {y} {end - x} 1 re")
                x = end
            x += 1
    return "\n".join([*parts, "f"]).encode()
