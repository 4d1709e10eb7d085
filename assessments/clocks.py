"""The two clocks of a standard, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.rules.standards import span


def in_words(minutes: int) -> str:
    """So many minutes as people say it, in the active language: “20 minutes”, “48 hours”, “3 days”."""
    length = span(minutes)
    parts = [
        ngettext("%(n)s day", "%(n)s days", length.days) % {"n": length.days} if length.days else "",
        ngettext("%(n)s hour", "%(n)s hours", length.hours) % {"n": length.hours} if length.hours else "",
        ngettext("%(n)s minute", "%(n)s minutes", length.minutes) % {"n": length.minutes} if length.minutes else "",
    ]
    return " ".join(part for part in parts if part)


def sentences(respond: int | None, resolve: int | None) -> list[str]:
    """What the clocks ask for, one sentence each."""
    told = []
    if respond:
        told.append(_("Respond within %(time)s.") % {"time": in_words(respond)})
    if resolve:
        told.append(_("Resolve it within %(time)s.") % {"time": in_words(resolve)})
    return told
