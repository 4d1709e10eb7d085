"""How the notices of quizzes are worded, in the reader's language."""

from django.utils.translation import gettext as _

from foundation.notifications import Values, words
from foundation.wording import worded


@words("assessments.late_answer")
def late_answer(values: Values) -> str:
    told = {"quiz": worded(values["quiz"]), "question": values["question"]}
    if values["accepted"]:
        return _("Your answer to question %(question)s of “%(quiz)s” came late, and it counts.") % told
    return _("Your answer to question %(question)s of “%(quiz)s” came late and does not count.") % told


@words("assessments.marked")
def marked(values: Values) -> str:
    return _("Your “%(quiz)s” is marked: see your points and what the marker says.") % {"quiz": worded(values["quiz"])}


@words("assessments.remarked")
def remarked(values: Values) -> str:
    return _("A mark in your “%(quiz)s” has been changed. Your result is another one now.") % {
        "quiz": worded(values["quiz"])
    }


@words("assessments.regraded")
def regraded(values: Values) -> str:
    told = {"quiz": worded(values["quiz"])}
    if values["undone"]:
        return _("A correction of “%(quiz)s” was taken back. Your earlier result counts again.") % told
    return _("A question of “%(quiz)s” was corrected. Your result is another one now.") % told
