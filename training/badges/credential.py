"""A certificate as an AchievementCredential: Open Badges 3.0, 1EdTech."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.templatetags.interface import html_language
from training.badges import contexts, keys
from training.models import Certificate
from training.printing import verify_address
from training.rules.designs import Design


def credential(certificate: Certificate) -> dict[str, Any]:
    """What the certificate says, from nothing but what was frozen at issue; not signed yet."""
    first, _second = Design.read(certificate.design).in_languages(list(dict(settings.LANGUAGES)))
    wording = certificate.wording.get(first, {})
    title = wording.get("course", "")
    document = {
        "@context": [contexts.CREDENTIALS, contexts.OPEN_BADGES],
        "id": verify_address(certificate.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": {
            "id": keys.issuer_id(),
            "type": ["Profile"],
            "name": wording.get("issuer", ""),
            "url": settings.SITE_URL,
        },
        "validFrom": _moment(certificate.issued_on, time.min),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "identityHash": certificate.name,
                    "hashed": False,
                }
            ],
            "achievement": _achievement(certificate, title, first),
        },
    }
    if certificate.expires_on is not None:
        document["validUntil"] = _moment(certificate.expires_on, time(23, 59, 59))
    return document


def _achievement(certificate: Certificate, title: str, language: str) -> dict[str, Any]:
    with translation.override(language):
        if certificate.path is not None:
            address, narrative = (
                f"/paths/{certificate.path.code}/",
                _("Every course of the learning path is completed."),
            )
        else:
            assert certificate.course is not None
            address = certificate.course.get_absolute_url()
            narrative = _("Everything the course asks for is done, the final quiz included.")
        return {
            "id": settings.SITE_URL + address,
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": title,
            "description": narrative,
            "criteria": {"narrative": narrative},
            "inLanguage": html_language(),
        }


def _moment(day: date, moment: time) -> str:
    return datetime.combine(day, moment, ZoneInfo(settings.TIME_ZONE)).isoformat()
