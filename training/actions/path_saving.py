"""Saving a learning path as somebody wants it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation import audit
from people.models import User
from training.audiences import PathDraft, draft_of
from training.models import Course, Path, PathRule, PathStep
from training.path_problems import PathRefusedError, problems
from training.rules import paths as rules


@transaction.atomic
def save(draft: PathDraft, *, version: int, by: User | None) -> Path:
    """Store the path with its steps and rules. `version`: of the path the draft was made from; of a new one 0.

    Saving what is stored already changes nothing, so that pressing twice is pressing once. Refused where the
    draft cannot work, its code is taken, or somebody else has changed the path meanwhile.
    """
    path = check(draft, version=version)
    if path is not None and _same(path, draft):
        return path
    path = _change(path, draft) if path is not None else _create(draft)
    _write_steps(path, draft)
    _write_rules(path, draft)
    audit.record(by, "training.save_path", path, version=path.version)
    return path


@transaction.atomic
def check(draft: PathDraft, *, version: int) -> Path | None:
    """Can the draft be saved? The path it would replace, None for a new one; PathRefusedError says why not."""
    titles = {course.pk: course.title for course in Course.objects.filter(pk__in=[s.course for s in draft.steps])}
    if wrong := problems(draft, titles):
        raise PathRefusedError(" ".join(wrong))
    path = _locked(draft)
    if path is None or _same(path, draft):
        return path
    if path.pk != draft.pk:
        raise _taken(path.code)
    if path.version != version:
        raise PathRefusedError(
            _(
                "Somebody has changed this path while you had it open. Open it again in another tab and enter your "
                "changes there: what you entered here is still here."
            )
        )
    if Path.objects.filter(code=draft.code).exclude(pk=path.pk).exists():
        raise _taken(draft.code)
    return path


def _locked(draft: PathDraft) -> Path | None:
    """The path the draft is to replace; for a new one, whatever has its code already."""
    wanted = {"code": draft.code} if draft.pk is None else {"pk": draft.pk}
    return Path.objects.select_for_update().filter(**wanted).first()


def _same(path: Path, draft: PathDraft) -> bool:
    stored = draft_of(path)
    return all(
        getattr(stored, name) == getattr(draft, name) for name in PathDraft.__slots__ if name not in ("pk", "steps")
    ) and stored.steps == tuple(rules.ordered(draft.steps))


FIELDS = ("code", "titles", "summaries", "audience", "choose", "certificate", "valid_months", "active")


def _create(draft: PathDraft) -> Path:
    return _stored(Path(**{name: getattr(draft, name) for name in FIELDS}))


def _change(path: Path, draft: PathDraft) -> Path:
    for name in FIELDS:
        setattr(path, name, getattr(draft, name))
    path.version += 1
    return _stored(path)


def _stored(path: Path) -> Path:
    try:
        with transaction.atomic():
            path.save()
    except IntegrityError:
        raise _taken(path.code) from None
    return path


def _taken(code: str) -> PathRefusedError:
    return PathRefusedError(
        _("There is a path with the code “%(code)s” already. Choose another code.") % {"code": code}
    )


def _write_steps(path: Path, draft: PathDraft) -> None:
    """Steps keep their rows: a course that stays is the same step."""
    path.steps.exclude(course__in=[step.course for step in draft.steps]).delete()
    rows: dict[int, PathStep] = {}
    for order, step in enumerate(rules.ordered(draft.steps), start=1):
        rows[step.course], _new = PathStep.objects.update_or_create(
            path=path,
            course_id=step.course,
            defaults={"order": order, "group": step.group, "wait_days": step.wait_days, "due_days": step.due_days},
        )
    for step in draft.steps:
        rows[step.course].after.set(rows[course] for course in step.after)


def _write_rules(path: Path, draft: PathDraft) -> None:
    path.rules.all().delete()
    for rule in draft.rules:
        row = PathRule.objects.create(
            path=path,
            hired_from=rule.hired_from,
            hired_until=rule.hired_until,
            served_from=rule.served_from,
            served_until=rule.served_until,
            level_from=rule.level_from,
            level_until=rule.level_until,
        )
        row.positions.set(rule.positions)
        row.units.set(rule.units)
