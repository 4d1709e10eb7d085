"""What somebody reads of their own accommodation."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Accommodation
from people.about_me import Note, add_note
from people.models import Employee


def more_time(employee: Employee) -> Note | None:
    """For the person's own page; one query."""
    granted = Accommodation.objects.filter(employee=employee).first()
    if granted is None:
        return None
    sentences = []
    if granted.time_factor > 1:
        sentences.append(
            _("Time limits and closing times of every quiz are multiplied by %(factor)s for you.")
            % {"factor": f"{granted.time_factor.normalize():f}"}
        )
    if granted.break_minutes:
        sentences.append(
            ngettext(
                "On top of every time limit you have %(n)s minute of break.",
                "On top of every time limit you have %(n)s minutes of break.",
                granted.break_minutes,
            )
            % {"n": granted.break_minutes}
        )
    if granted.note:
        sentences.append(granted.note)
    return Note(_("More time in quizzes"), sentences)


add_note(more_time)
