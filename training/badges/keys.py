"""The pair of keys that badges are signed with, and where the public ones are read: did:web."""

import base64
import binascii
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from training.rules.multibase import public_key, read_public_key

SEED_LENGTH = 32  # bytes


class NoKeyError(Exception):
    """Badges cannot be signed: the message names the setting that is missing or wrong."""


def private_key() -> Ed25519PrivateKey:
    """The key of BADGE_KEY; in development one that is made once and kept below VAR_DIR."""
    return _read(settings.BADGE_KEY or _kept())


def new_seed() -> str:
    """A value for BADGE_KEY."""
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def own_key() -> str:
    """The public key, as a Multikey."""
    return public_key(private_key().public_key().public_bytes_raw())


def published_keys() -> list[str]:
    """The keys whose signatures hold: the present one, and those of BADGE_RETIRED_KEYS."""
    retired = list(settings.BADGE_RETIRED_KEYS)
    for key in retired:
        try:
            read_public_key(key)
        except ValueError:
            raise NoKeyError(f"BADGE_RETIRED_KEYS holds {key[:60]}, which is no public key such as z6Mk….") from None
    own = own_key()
    return [own, *(key for key in retired if key != own)]


def issuer_id() -> str:
    """Who signs: did:web of the public address."""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc, safe='')}"


def key_id(key: str) -> str:
    return f"{issuer_id()}#{key}"


@lru_cache(maxsize=2)
def _read(seed: str) -> Ed25519PrivateKey:
    try:
        raw = base64.b64decode(seed.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != SEED_LENGTH:
        raise NoKeyError("BADGE_KEY is not a key. Make one with manage.py certificates key.")
    return Ed25519PrivateKey.from_private_bytes(raw)


def _kept() -> str:
    if not settings.BADGE_KEY_FILE:
        raise NoKeyError("BADGE_KEY is not set, so badges cannot be signed. docs/operations.md explains it.")
    path = Path(settings.BADGE_KEY_FILE)
    try:
        with path.open("x") as file:  # only one of two that start together makes it
            path.chmod(0o600)
            file.write(new_seed())
    except FileExistsError:
        pass
    return path.read_text()
