"""Where the pictures of questions are found, and what is asked of those that a stem shows."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.models import QuestionPicture
from assessments.rules.pictures import shown_in

ADDRESS = re.compile(r"/question-pictures/([0-9a-f]{64})/")


def address(sha256: str) -> str:
    """What the `src` of a picture with this content says in a stem."""
    return f"/question-pictures/{sha256}/"


def problems(stems: Iterable[str]) -> list[str]:
    """What is wrong with the pictures of these stems, one sentence each. One query, if there are pictures."""
    found = [shown for stem in stems for shown in shown_in(stem)]
    sentences = []
    if any(not shown.words for shown in found):
        sentences.append(_("A picture needs words for those who do not see it: say what it shows."))
    named = {match[1] for shown in found if (match := ADDRESS.fullmatch(shown.source))}
    known = QuestionPicture.objects.filter(sha256__in=named).values_list("sha256", flat=True) if named else ()
    if any(not ADDRESS.fullmatch(shown.source) for shown in found) or named - set(known):
        sentences.append(_("A picture of the text is not here. Add it with “Add a picture”, or take it out."))
    return sentences
