"""Who reads the whole history: HR, auditors and administrators of the whole company.

Wagtail shows an entry to those who may change what it is about. Who looks after the company changes neither courses
nor accounts by Wagtail's permissions, and must know all the same who did what.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import BaseLogEntryManager, PageLogEntryManager

from people.models import Role
from people.office.access import over_all_units

READERS = (Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)


def reads_history(user: Any) -> bool:
    """May this person read every entry? Asked of the database once per request."""
    if not hasattr(user, "_reads_history"):
        user._reads_history = bool(user.is_active) and over_all_units(user, *READERS)
    return bool(user._reads_history)


def open_history() -> None:
    """Widen what Wagtail shows to those readers; everybody else sees what they saw."""
    for manager in (BaseLogEntryManager, PageLogEntryManager):
        manager.viewable_by_user = _wide(manager.viewable_by_user)  # type: ignore[method-assign]


def _wide(narrow: Callable[..., QuerySet[Any]]) -> Callable[..., QuerySet[Any]]:
    def viewable_by_user(self: Any, user: Any) -> QuerySet[Any]:
        every: QuerySet[Any] = self.all()
        return every if reads_history(user) else narrow(self, user)

    return viewable_by_user
