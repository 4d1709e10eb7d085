"""Why somebody is to take a course, kept free of language and worded for whoever reads it."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from people.models import Posting
from training.models import PathAssignment

POSITION = "position"  # because of what they are and where
CHOSEN = "chosen"  # because they opened it themselves
PATH = "path:"  # because of a learning path: with the primary key of the assignment
RETRAIN = "retrain:"  # because it changed since it was completed: with the primary key of the change
RENEWAL = "renewal:"  # because a certificate expires: with its primary key


def of_path(assignment: int) -> str:
    return f"{PATH}{assignment}"


def of_change(change: int) -> str:
    return f"{RETRAIN}{change}"


def change_of(reason: str) -> int | None:
    """The primary key of the change that a stored reason names; None if it is another reason."""
    return int(reason.removeprefix(RETRAIN)) if reason.startswith(RETRAIN) else None


def of_renewal(certificate: int) -> str:
    return f"{RENEWAL}{certificate}"


def worded(reason: str, posting: Posting | None) -> str:
    """The sentence behind a stored reason; whatever else was typed by a person is shown as it stands."""
    if reason == CHOSEN:
        return _("You chose it yourself.")
    if reason == POSITION:
        if posting is None:
            return _("It belongs to your work.")
        return _("Because you work as %(position)s at %(unit)s.") % {
            "position": posting.position.name,
            "unit": posting.unit.name,
        }
    if reason.startswith(RETRAIN):
        return _("What it teaches has changed since you completed it.")
    if reason.startswith(RENEWAL):
        return _("Your certificate runs out. Take the course again before that, and it goes on without a gap.")
    if reason.startswith(PATH):
        return worded_paths([reason]).get(reason, "")
    return reason


def worded_all(stored: Collection[str], posting: Posting | None) -> dict[str, str]:
    """The sentence behind each of these reasons, those about paths at one query together."""
    paths = worded_paths(stored)
    return {reason: paths[reason] if reason in paths else worded(reason, posting) for reason in set(stored)}


def worded_paths(stored: Iterable[str]) -> dict[str, str]:
    """The sentences of all reasons among these that are about a path, at one query.

    Position and unit are those of the day the path was assigned.
    """
    keys = [int(reason.removeprefix(PATH)) for reason in stored if reason.startswith(PATH)]
    found = PathAssignment.objects.filter(pk__in=keys).select_related("path", "position", "unit") if keys else []
    return {of_path(each.pk): _path(each) for each in found}


def _path(assignment: PathAssignment) -> str:
    words = {"path": assignment.path.title}
    if assignment.by_hand:
        return _("It was chosen for you (path “%(path)s”).") % words
    if assignment.position is None or assignment.unit is None:
        return _("It belongs to your path “%(path)s”.") % words
    words |= {"position": assignment.position.name, "unit": assignment.unit.name}
    return _("Because you work as %(position)s at %(unit)s (path “%(path)s”).") % words
