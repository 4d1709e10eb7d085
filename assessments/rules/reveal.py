"""What somebody who has handed in may see of the outcome, and from when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stand when the result is looked at."""

    closed: bool  # the quiz has closed for good
    passed: bool  # this attempt has passed


def is_shown(wish: str, moment: Moment) -> bool:
    """Is something shown now that is wished for `after` handing in, once `closed`, once `passed`, or `never`?"""
    return {"after": True, "closed": moment.closed, "passed": moment.passed}.get(wish, False)
