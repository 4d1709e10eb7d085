"""Who may take data in and give it out. This floor knows no roles: a floor above says who."""

from collections.abc import Callable
from typing import Any

Judge = Callable[[Any], bool]
_judges: list[Judge] = []


def judged_by(judge: Judge) -> Judge:
    """Register a function that says whether a user may handle all data."""
    _judges.append(judge)
    return judge


def may_handle(user: Any) -> bool:
    """Does anybody vouch for this user?"""
    return bool(user.is_authenticated) and any(judge(user) for judge in _judges)
