"""The gradebook of a quiz as rows of a sheet."""

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.results import Gradebook, Group
from foundation.views.sheets import Cell

BATCH = 1_000  # people whose postings are fetched at once
Cells = list[Cell]


def header(by: str) -> list[str]:
    if by == "person":
        return [
            _("Number"), pgettext("person", "Name"), _("Unit"), _("Position"), _("Score"), _("Passed"), _("Attempts"),
            _("Last attempt"),
        ]  # fmt: skip
    if by in ("unit", "position"):
        return [_("Code"), _("Name"), _("People"), _("Mean score"), _("Passed")]
    return [_("Code"), _("Name"), _("Answers"), _("Marks reached (%)")]


def rows(gradebook: Gradebook, by: str) -> Iterator[Cells]:
    """People in the order of their numbers, groups in that of their codes."""
    if by == "person":
        yield from _people(gradebook)
    else:
        yield from map(_group, groups(gradebook, by))


def groups(gradebook: Gradebook, by: str) -> list[Group]:
    """The results put together by unit, position, question or standard."""
    found = {
        "unit": gradebook.by_unit,
        "position": gradebook.by_position,
        "question": gradebook.by_question,
        "standard": gradebook.by_standard,
    }
    return found[by]()


def _people(gradebook: Gradebook) -> Iterator[Cells]:
    for batch in gradebook.people("number").iter_slices(BATCH):
        for person in gradebook.shown(batch):
            passed = _("yes") if person.passed else _("no")
            ended = f"{localtime(person.ended):%Y-%m-%d %H:%M}"
            yield [
                person.number, person.name, person.unit, person.position, person.score, passed, person.tries, ended
            ]  # fmt: skip


def _group(group: Group) -> Cells:
    passed: Cells = [] if group.passed is None else [group.passed]
    return [group.code, group.name, group.n, group.mean, *passed]
