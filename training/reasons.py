"""Why somebody is to take a course, kept free of language and worded for whoever reads it."""

from django.utils.translation import gettext as _

from people.models import Posting

POSITION = "position"  # because of what they are and where
CHOSEN = "chosen"  # because they opened it themselves


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
    return reason
