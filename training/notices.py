"""How the notices of learning are worded, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.notifications import words
from foundation.wording import worded
from training import reminders  # noqa: F401 - registers what the mails are made of

Values = Mapping[str, Any]


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "Y-m-d")


def _moment(iso: str) -> str:
    return date_format(localtime(datetime.fromisoformat(iso)), "Y-m-d H:i")


@words("training.due")
def due(values: Values) -> str:
    told = {"course": worded(values["course"]), "days": values["days"], "day": _day(values["due_on"])}
    if values["days"] == 0:
        return _("“%(course)s” is due today.") % told
    return (
        ngettext(
            "“%(course)s” is due in %(days)s day, on %(day)s.",
            "“%(course)s” is due in %(days)s days, on %(day)s.",
            values["days"],
        )
        % told
    )


@words("training.late")
def late(values: Values) -> str:
    told = {"course": worded(values["course"]), "days": values["days"]}
    return (
        ngettext(
            "“%(course)s” has been due for %(days)s day. Today is a good day for it.",
            "“%(course)s” has been due for %(days)s days. Today is a good day for it.",
            values["days"],
        )
        % told
    )


@words("training.session_soon")
def session_soon(values: Values) -> str:
    told = {"course": worded(values["course"]), "moment": _moment(values["starts_at"]), "place": values["place"]}
    return _("Your session of “%(course)s” is on %(moment)s: %(place)s.") % told


@words("training.team_late")
def team_late(values: Values) -> str:
    return ngettext(
        "%(late)s course in your team is late.", "%(late)s courses in your team are late.", values["late"]
    ) % {"late": values["late"]}


@words("training.team_soon")
def team_soon(values: Values) -> str:
    return ngettext(
        "%(soon)s course in your team falls due this week.",
        "%(soon)s courses in your team fall due this week.",
        values["soon"],
    ) % {"soon": values["soon"]}


def _meeting(values: Values) -> dict[str, str]:
    return {"course": worded(values["course"]), "moment": _moment(values["starts_at"]), "place": values["place"]}


@words("training.place_free")
def place_free(values: Values) -> str:
    return _("You have a place now: “%(course)s”, %(moment)s, %(place)s.") % _meeting(values)


@words("training.session_changed")
def session_changed(values: Values) -> str:
    return _("Your session of “%(course)s” has changed: it is now on %(moment)s, %(place)s.") % _meeting(values)


@words("training.session_cancelled")
def session_cancelled(values: Values) -> str:
    return _("The session of “%(course)s” on %(moment)s does not take place. Choose another one.") % _meeting(values)


@words("training.practical_passed")
def practical_passed(values: Values) -> str:
    return _("You passed the practical “%(practical)s”.") % {"practical": worded(values["practical"])}


@words("training.practical_failed")
def practical_failed(values: Values) -> str:
    return _("Your practical “%(practical)s” is not passed yet. See what to practise, then try again.") % {
        "practical": worded(values["practical"])
    }


@words("training.path")
def path(values: Values) -> str:
    return _("You have a new learning path: “%(path)s”.") % {"path": worded(values["path"])}


@words("training.path_completed")
def path_completed(values: Values) -> str:
    return _("You have completed the path “%(path)s”. Well done!") % {"path": worded(values["path"])}


@words("training.sign")
def sign(values: Values) -> str:
    told = {"code": values["code"], "standard": worded(values["standard"]), "day": values["due_on"]}
    if told["day"]:
        return _("%(code)s “%(standard)s” has changed. Read it and sign it by %(day)s.") % told
    return _("%(code)s “%(standard)s” has changed. Read it and sign it.") % told


@words("training.changed")
def changed(values: Values) -> str:
    return _("“%(course)s” has changed since you completed it. Read what is new.") % {
        "course": worded(values["course"])
    }


@words("training.retrain")
def retrain(values: Values) -> str:
    told = {"course": worded(values["course"]), "day": values["due_on"]}
    if told["day"]:
        return _("“%(course)s” has changed: please take it again by %(day)s.") % told
    return _("“%(course)s” has changed: please take it again.") % told


@words("training.certificate_issued")
def certificate_issued(values: Values) -> str:
    return _("You have a new certificate: “%(title)s”.") % {"title": worded(values["title"])}


@words("training.certificate_reissued")
def certificate_reissued(values: Values) -> str:
    told = {"title": worded(values["title"]), "code": values["code"]}
    return _("Your certificate “%(title)s” has a new copy, %(code)s. Show that one from now on.") % told


@words("training.certificate_revoked")
def certificate_revoked(values: Values) -> str:
    told = {"title": worded(values["title"]), "reason": values["reason"]}
    return _("Your certificate “%(title)s” counts no longer: %(reason)s") % told


@words("training.renewal_opened")
def renewal_opened(values: Values) -> str:
    told = {"title": worded(values["title"]), "day": _day(values["expires_on"])}
    return _("Your certificate “%(title)s” runs out on %(day)s. The course is open again: take it before that.") % told
