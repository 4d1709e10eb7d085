"""The code on the trainer's screen: signed with the session's own secret, good for its half minute and the next."""

from datetime import datetime

from django.core import signing

from training.models import Session
from training.rules import booking as rules

SALT = "training.attendance"


class WrongCodeError(Exception):
    """No session has signed this."""


class OldCodeError(Exception):
    """A true code whose time is over. `session` is the one it belongs to."""

    def __init__(self, session: Session) -> None:
        super().__init__(str(session.pk))
        self.session = session


def write(session: Session, at: datetime) -> str:
    """The code of the half minute that `at` lies in: session, slice and signature, fit for an address."""
    return _signer(session).sign(f"{session.pk}-{rules.time_slice(at)}")


def read(code: str, at: datetime) -> Session:
    """The session the code was shown for. WrongCodeError if it is none of ours, OldCodeError if its time is over."""
    session = find(code)
    number = code.partition(".")[0].partition("-")[2]
    if not rules.slice_is_good(int(number), at):
        raise OldCodeError(session)
    return session


def find(code: str) -> Session:
    """The session that signed the code, whatever its age; WrongCodeError if none did."""
    pk, _dash, number = code.partition(".")[0].partition("-")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19 and number.isascii() and number.isdecimal()):
        raise WrongCodeError
    session = Session.objects.select_related("course").filter(pk=int(pk)).first()
    if session is None:
        raise WrongCodeError
    try:
        _signer(session).unsign(code)
    except signing.BadSignature:
        raise WrongCodeError from None
    return session


def _signer(session: Session) -> signing.Signer:
    return signing.Signer(key=session.key, salt=SALT, sep=".")
