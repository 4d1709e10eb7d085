"""What is wrong with a learning path as somebody wants it, in sentences."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.audiences import PathDraft
from training.rules import paths as rules


class PathRefusedError(Exception):
    """Why something cannot be done with a path, in words for whoever asked."""


def problems(draft: PathDraft, courses: Mapping[int, str]) -> list[str]:
    """Every reason why the path cannot be saved like this; empty where it can. `courses`: their titles."""
    if not draft.steps:
        return [_("A path needs at least one course.")]
    return [*_steps(draft, courses), *_electives(draft), *_rules(draft)]


def _steps(draft: PathDraft, courses: Mapping[int, str]) -> list[str]:
    found = [
        _("“%(course)s” stands in the path twice. Once is enough.") % {"course": courses.get(course, course)}
        for course in rules.repeated(draft.steps)
    ]
    known = {step.course for step in draft.steps}
    for step in draft.steps:
        outside = sorted(step.after - known)
        found += [
            _("“%(course)s” comes after “%(other)s”, which is not part of the path. Add it, or take it out there.")
            % {"course": courses.get(step.course, step.course), "other": courses.get(other, other)}
            for other in outside
        ]
    circle = rules.circle(draft.steps)
    if circle:
        found.append(_circle([courses.get(course, str(course)) for course in circle]))
    return found


def _circle(names: list[str]) -> str:
    if len(names) == 1:
        return _("“%(course)s” comes after itself: nobody could ever begin it.") % {"course": names[0]}
    joined = _(" → ").join(f"“{name}”" for name in [*names, names[0]])
    return (
        _("These courses wait for one another, so that nobody could ever begin: %(courses)s. Take one arrow out.")
        % {"courses": joined}
    )  # fmt: skip


def _electives(draft: PathDraft) -> list[str]:
    sizes = rules.group_sizes(draft.steps)
    found = [
        _("Say how many courses of the group “%(group)s” are to be chosen.") % {"group": group}
        for group in sizes
        if not draft.choose.get(group)
    ]
    for group, wanted in draft.choose.items():
        size = sizes.get(group, 0)
        if not size:
            found.append(_("No course belongs to the elective group “%(group)s”.") % {"group": group})
        elif wanted > size:
            found.append(
                ngettext(
                    "“%(group)s” asks for %(wanted)s courses, but only %(size)s course belongs to it.",
                    "“%(group)s” asks for %(wanted)s courses, but only %(size)s courses belong to it.",
                    size,
                )
                % {"group": group, "wanted": wanted, "size": size}
            )
    return found


def _rules(draft: PathDraft) -> list[str]:
    found = []
    for number, rule in enumerate(draft.rules, start=1):
        spans = [
            (rule.hired_from, rule.hired_until, _("the days of hiring")),
            (rule.served_from, rule.served_until, _("the days with us")),
            (rule.level_from, rule.level_until, _("the levels")),
        ]
        found += [
            _("Rule %(number)s can take nobody: of %(what)s, the first lies after the last.")
            % {"number": number, "what": what}
            for low, high, what in spans
            if low is not None and high is not None and low > high  # type: ignore[operator]
        ]
    if draft.active and not draft.rules:
        found.append(_("The path is to assign people but has no rule that says whom. Add one, or switch it off."))
    return found
