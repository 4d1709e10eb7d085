"""One-time codes for supervised sittings. Only a keyed hash of a code is kept."""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from assessments.models import Attempt, Quiz, SittingCode
from foundation import audit
from people.models import User

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: a code is read aloud and written on a board
LENGTH = 8  # of 32 letters: 40 bits, which nobody guesses at a few tries a minute while the code lives
MOST = 60  # codes made at once
SALT = "assessments.sitting_codes"


class CodeRefused(Exception):
    """The code opens nothing; the message is a sentence for the person who typed it."""


@transaction.atomic
def make(quiz: Quiz, count: int, *, lifetime: timedelta, by: User, at: datetime) -> list[str]:
    """So many new codes, each of which begins one sitting of `quiz` until `at` + `lifetime`.

    They are returned here and cannot be had again. `count`: 1 to MOST. Written as XXXX-XXXX.
    """
    codes = ["".join(secrets.choice(LETTERS) for _place in range(LENGTH)) for _code in range(count)]
    SittingCode.objects.bulk_create(
        SittingCode(quiz=quiz, digest=_digest(code), created_by=by, created_at=at, expires_at=at + lifetime)
        for code in codes
    )
    audit.record(by, "assessments.make_sitting_codes", quiz, count=count, expires_at=(at + lifetime).isoformat())
    return [f"{code[:4]}-{code[4:]}" for code in codes]


@transaction.atomic
def withdraw(quiz: Quiz, *, by: User, at: datetime) -> int:
    """End every code of `quiz` that nobody has used yet; how many that were. A second time there is none left."""
    ended = SittingCode.objects.filter(quiz=quiz, used_by=None, expires_at__gt=at).update(expires_at=at)
    if ended:
        audit.record(by, "assessments.withdraw_sitting_codes", quiz, count=ended)
    return ended


@transaction.atomic
def redeem(attempt: Attempt, code: str, *, at: datetime) -> SittingCode:
    """Use up `code` for `attempt`, which has just been begun; to be called in the transaction that begins it.

    Raises CodeRefused, with a sentence, for a code that is unknown, of another quiz, expired or used: the caller's
    transaction then rolls the attempt back. Of two who send one code at the same moment, one begins.
    """
    found = SittingCode.objects.select_for_update().filter(quiz=attempt.quiz_id, digest=_digest(code)).first()
    if found is None:
        raise CodeRefused(_("This code does not fit. Check each letter, or ask your trainer for a new code."))
    if found.used_by_id is not None:
        raise CodeRefused(_("This code has been used. Ask your trainer for a new one."))
    if found.expires_at <= at:
        raise CodeRefused(_("This code has expired. Ask your trainer for a new one."))
    found.used_by = attempt
    found.save(update_fields=["used_by"])
    return found


def _digest(code: str) -> str:
    """Of a code however it was typed: small or wide letters, blanks, an O for a nought."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", code).upper() if letter.isalnum())
    read = letters.translate(str.maketrans("OIL", "011"))
    return salted_hmac(SALT, read, algorithm="sha256").hexdigest()
