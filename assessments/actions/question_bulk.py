"""Changing many questions at once: what they are about, and whether they are still asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from assessments.models import Competency, Question, Standard
from foundation import audit
from people.models import User

SET = ("difficulty", "course", "category")
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is to be done to every chosen question. None leaves a field as it is, '' empties it. Codes are known ones.

    `retire`: True takes questions out of use, False brings them back.
    """

    add_standards: Sequence[str] = ()
    remove_standards: Sequence[str] = ()
    add_competencies: Sequence[str] = ()
    remove_competencies: Sequence[str] = ()
    difficulty: str | None = None
    course: str | None = None
    category: str | None = None
    retire: bool | None = None

    @property
    def is_empty(self) -> bool:
        links = (self.add_standards, self.remove_standards, self.add_competencies, self.remove_competencies)
        values = (self.difficulty, self.course, self.category, self.retire)
        return not any(links) and all(value is None for value in values)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many questions were chosen, how many of them change, and how many by each part of the change."""

    chosen: int
    changed: int
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Links:
    """One kind of link of the chosen questions: who has what, and what is to come and go."""

    name: str  # of the field of Question
    column: str  # of the other side in the table between
    held: frozenset[tuple[int, int]]  # (question, linked row)
    add: frozenset[int]
    remove: frozenset[int]

    def coming(self, question: int) -> list[int]:
        return [pk for pk in sorted(self.add) if (question, pk) not in self.held]

    def going(self, question: int) -> list[int]:
        return [pk for pk in sorted(self.remove - self.add) if (question, pk) in self.held]


def look(questions: Collection[int], change: BulkChange) -> Outcome:
    """What `apply` would do now to the questions with these primary keys. Writes nothing; five queries at most."""
    rows = list(Question.objects.filter(pk__in=questions))
    return _outcome(_changes(rows, change, _links(questions, change)), len(rows))


@transaction.atomic
def apply(questions: Collection[int], change: BulkChange, *, by: User | None, at: datetime) -> Outcome:
    """Change all of them or none; a line of history for each that really changes. Again, it changes nothing."""
    rows = list(Question.objects.select_for_update().filter(pk__in=questions))
    links = _links(questions, change)
    found = _changes(rows, change, links)
    for name in SET:
        _update(found, name, **{name: getattr(change, name)})
    _update(found, "retire", retired_at=at)
    _update(found, "restore", retired_at=None)
    for each in links:
        _relink(each, [row.pk for row in rows])
    changed = ((row, {"code": row.code, "changed": sorted(parts)}) for row, parts in found if parts)
    audit.record_each(by, "assessments.tag_question", changed, at=at)
    return _outcome(found, len(rows))


def retire(question: Question, *, by: User | None, at: datetime) -> bool:
    """Draw and add this question no more. What was asked stays as it was. False if it is retired already."""
    return bool(apply([question.pk], BulkChange(retire=True), by=by, at=at).changed)


def restore(question: Question, *, by: User | None, at: datetime) -> bool:
    """Ask a retired question again. False if it is in use."""
    return bool(apply([question.pk], BulkChange(retire=False), by=by, at=at).changed)


def _links(questions: Collection[int], change: BulkChange) -> list[_Links]:
    """Only those that the change is about."""
    return [
        found
        for found in (
            _link("standards", "standard_id", Standard, questions, change.add_standards, change.remove_standards),
            _link(
                "competencies", "competency_id", Competency, questions, change.add_competencies,
                change.remove_competencies,
            ),
        )
        if found
    ]  # fmt: skip


def _link(
    name: str, column: str, model: Any, questions: Collection[int], add: Sequence[str], remove: Sequence[str]
) -> _Links | None:
    if not add and not remove:
        return None
    known = dict(model._default_manager.filter(code__in=[*add, *remove]).values_list("code", "pk"))
    held = _table(name).filter(question__in=questions, **{f"{column}__in": list(known.values())})
    return _Links(
        name, column, frozenset(held.values_list("question_id", column)),
        frozenset(known[code] for code in add), frozenset(known[code] for code in remove),
    )  # fmt: skip


def _table(name: str) -> Any:
    """The rows between questions and what they are linked with."""
    return getattr(Question, name).through._default_manager


def _changes(rows: Sequence[Question], change: BulkChange, links: Sequence[_Links]) -> list[tuple[Question, set[str]]]:
    """Each question with the parts of the change that are news to it."""
    return [(row, _parts(row, change, links)) for row in rows]


def _parts(row: Question, change: BulkChange, links: Sequence[_Links]) -> set[str]:
    parts = {name for name in SET if getattr(change, name) not in (None, getattr(row, name))}
    if change.retire is not None and change.retire != (row.retired_at is not None):
        parts.add("retire" if change.retire else "restore")
    for each in links:
        parts |= {f"add_{each.name}"} if each.coming(row.pk) else set()
        parts |= {f"remove_{each.name}"} if each.going(row.pk) else set()
    return parts


def _update(found: Iterable[tuple[Question, set[str]]], part: str, **values: Any) -> None:
    changed = [row.pk for row, parts in found if part in parts]
    if changed:
        Question.objects.filter(pk__in=changed).update(**values)


def _relink(links: _Links, questions: Sequence[int]) -> None:
    """Two queries, and one more for every `BATCH` new links."""
    table = _table(links.name)
    going = links.remove - links.add
    if going:
        table.filter(question__in=questions, **{f"{links.column}__in": going}).delete()
    new = [table.model(question_id=pk, **{links.column: other}) for pk in questions for other in links.coming(pk)]
    table.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def _outcome(found: Sequence[tuple[Question, set[str]]], chosen: int) -> Outcome:
    parts: dict[str, int] = {}
    for _row, changed in found:
        for part in changed:
            parts[part] = parts.get(part, 0) + 1
    return Outcome(chosen, sum(bool(changed) for _row, changed in found), parts)
