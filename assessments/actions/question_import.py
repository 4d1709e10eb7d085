"""A file of questions: kept, read and looked at, then taken over once."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.actions.question_pictures import PictureRefused, keep
from assessments.actions.questions import QuestionDraft, QuestionRefused, problems_of, write
from assessments.formats import FORMATS
from assessments.formats.fitting import Defaults, Known, coded, draft_of, same
from assessments.formats.spec import Found, Refusal, Settings, Spec, Unreadable
from assessments.formats.stored import known
from assessments.models import ImportedQuestion, ImportFate, Question, QuestionImport
from foundation import audit, jobs
from foundation.models import JobState

READ, TAKE = "question-import-read", "question-import"
AT_ONCE = 256 * 1024  # bytes of a file that is read while its sender waits
TAKEN_AT_ONCE = 25  # questions that are written while somebody waits
MOST = 5_000  # questions of one file
KEPT = timedelta(days=30)  # how long a file lies that nobody takes over
BATCH = 500
Report = Callable[[int, int | None], None]


class NotAgreed(ValueError):
    """Some questions are refused, and nobody has agreed to take the others without them."""


@transaction.atomic
def receive(
    file: IO[bytes], *, name: str, format: str, defaults: dict[str, Any], by: Any, at: datetime
) -> QuestionImport:
    """Keep a file and read it, a large one by a worker. No question changes. `format`: a name of FORMATS."""
    _forget(at)
    taken = QuestionImport(name=name[:200], format=format, defaults=defaults, by=by, at=at, **_digest(file))
    taken.file.save("questions", File(file), save=False)
    taken.save()
    return _have_read(taken, by=by, at=at)


@transaction.atomic
def read_again(taken_id: int, *, format: str, defaults: dict[str, Any], by: Any, at: datetime) -> QuestionImport:
    """Read the file once more, as another format or with other defaults. What is taken over stays as it is."""
    taken = _locked(taken_id)
    if taken.taken_at or not taken.file or is_underway(taken):
        return taken
    taken.format, taken.defaults, taken.read_at = format, defaults, None
    taken.save(update_fields=["format", "defaults", "read_at"])
    return _have_read(taken, by=by, at=at)


def _have_read(taken: QuestionImport, *, by: Any, at: datetime) -> QuestionImport:
    if taken.size <= AT_ONCE:
        return look(taken.pk, at=at)
    title = _("Read %(file)s") % {"file": taken.name}
    taken.job = jobs.start(READ, title, by=by, at=at, arguments={"import": taken.pk})
    taken.save(update_fields=["job"])
    return taken


def _digest(file: IO[bytes]) -> dict[str, Any]:
    file.seek(0)
    sha256, size = hashlib.sha256(), 0
    while chunk := file.read(1024 * 1024):
        sha256.update(chunk)
        size += len(chunk)
    file.seek(0)
    return {"sha256": sha256.hexdigest(), "size": size}


def _forget(at: datetime) -> None:
    """Files that nobody took over go after a month."""
    for old in QuestionImport.objects.filter(at__lt=at - KEPT, taken_at=None):
        stored, storage = str(old.file.name), old.file.storage
        old.delete()
        if stored:
            transaction.on_commit(partial(storage.delete, stored))


def _locked(taken_id: int) -> QuestionImport:
    return QuestionImport.objects.select_for_update(of=["self"]).select_related("job").get(pk=taken_id)


def is_underway(taken: QuestionImport) -> bool:
    """Is a worker busy with it, or will one be?"""
    return taken.job is not None and taken.job.state in (JobState.WAITING, JobState.RUNNING)


@transaction.atomic
def look(taken_id: int, *, at: datetime, progress: Report | None = None) -> QuestionImport:
    """Read the file and write down what each of its questions would become. Only pictures are stored yet."""
    taken = _locked(taken_id)
    taken.questions.all().delete()
    taken.problem, taken.counts, taken.read_at = "", {}, at
    with override(taken.by.language if taken.by else None), taken.file.open("rb") as file:
        try:
            rows = _rows(taken, file.read(), progress)
        except Unreadable as problem:
            rows, taken.problem = [], str(problem)
    ImportedQuestion.objects.bulk_create(rows, batch_size=BATCH)
    taken.counts = {fate: count for fate in ImportFate.values if (count := sum(row.fate == fate for row in rows))}
    taken.save(update_fields=["problem", "counts", "read_at"])
    return taken


def _rows(taken: QuestionImport, data: bytes, progress: Report | None) -> list[ImportedQuestion]:
    given = dict(taken.defaults)
    settings = Settings(language=given.pop("language"), encoding=given.pop("encoding", ""))
    found = _all(FORMATS[taken.format].read(data, settings))
    specs = [each for each in found if isinstance(each, Spec)]
    defaults = Defaults(**given)
    coded(specs, defaults.prefix)
    here = _here(spec.code for spec in specs)
    rows = []
    for order, each in enumerate(found, start=1):
        rows.append(_row(each, here, defaults, source=taken, order=order))
        if progress:
            progress(order, len(found))
    return rows


def _all(found: Iterable[Found]) -> list[Found]:
    read: list[Found] = []
    for each in found:
        read.append(each)
        if len(read) > MOST:
            raise Unreadable(_("The file has more than %(most)s questions. Send it in parts.") % {"most": MOST})
    if not read:
        raise Unreadable(_("No question is found in the file. Is it of another format?"))
    return read


def _here(codes: Iterable[str]) -> dict[str, Known]:
    wanted, found = list(codes), {}
    for start in range(0, len(wanted), BATCH):
        for each in known(Question.objects.filter(code__in=wanted[start : start + BATCH])):
            found[each.question.code] = each
    return found


def _row(each: Found, here: dict[str, Known], defaults: Defaults, **own: Any) -> ImportedQuestion:
    """What a question of the file would become."""
    if isinstance(each, Refusal):
        return ImportedQuestion(
            place=each.place[:200], name=each.name[:200], fate=ImportFate.REFUSED, said=[each.reason], **own
        )
    there = here.get(each.code)
    draft, notes = draft_of(each, there, defaults)
    problems = _kept(each) or [problem.sentence for problem in problems_of(there.question if there else None, draft)]
    row = ImportedQuestion(
        place=each.place[:200], name=(each.name or each.code)[:200], code=each.code, kind=each.kind, **own
    )
    row.question = there.question if there else None
    if problems:
        row.fate, row.said = ImportFate.REFUSED, problems
        return row
    row.fate = ImportFate.NEW if there is None else ImportFate.UNCHANGED if same(there, draft) else ImportFate.CHANGED
    row.said = [*each.notes, *notes]
    row.draft = asdict(replace(draft, base=there.version.number if there else None)) | {"mark": str(draft.mark)}
    return row


def _kept(spec: Spec) -> list[str]:
    """Store the pictures of a question; why one of them cannot be shown."""
    try:
        for picture in spec.pictures.values():
            keep(picture.data)
    except PictureRefused as refused:
        return [f"{picture.name}: {refused}"]
    return []


def draft(row: ImportedQuestion) -> QuestionDraft:
    """The question as it would be written."""
    return QuestionDraft(**{**row.draft, "mark": Decimal(row.draft["mark"])})


@transaction.atomic
def start(taken_id: int, *, agreed: bool, by: Any, at: datetime) -> QuestionImport:
    """Take the new and changed questions over, a large file by a worker. Once it has begun, asking again changes
    nothing. Raises NotAgreed if some are refused and `agreed` is not said."""
    taken = _locked(taken_id)
    wanted = sum(taken.counts.get(fate, 0) for fate in (ImportFate.NEW, ImportFate.CHANGED))
    if taken.taken_at or is_underway(taken) or taken.read_at is None or not wanted:
        return taken
    if taken.counts.get(ImportFate.REFUSED) and not agreed:
        raise NotAgreed
    if wanted <= TAKEN_AT_ONCE:
        return take_over(taken.pk, by=by, at=at)
    title = _("Import %(file)s") % {"file": taken.name}
    taken.job = jobs.start(TAKE, title, by=by, at=at, arguments={"import": taken.pk})
    taken.save(update_fields=["job"])
    return taken


@transaction.atomic
def take_over(taken_id: int, *, by: Any, at: datetime, progress: Report | None = None) -> QuestionImport:
    """Write the new and changed questions, once. One that was changed here in the meantime is left alone, and its
    row says so."""
    taken = _locked(taken_id)
    if taken.taken_at is not None:
        return taken
    rows = list(taken.questions.filter(fate__in=[ImportFate.NEW, ImportFate.CHANGED]).select_related("question"))
    note = _("Imported from %(file)s.") % {"file": taken.name}
    for done, row in enumerate(rows, start=1):
        _write(row, note, by, at)
        if progress:
            progress(done, len(rows))
    ImportedQuestion.objects.bulk_update(rows, ["fate", "said", "version", "question"], batch_size=BATCH)
    fates = list(taken.questions.values_list("fate", flat=True))
    taken.counts = {fate: count for fate in ImportFate.values if (count := fates.count(fate))}
    stored, storage = str(taken.file.name), taken.file.storage
    taken.taken_at, taken.file = at, ""  # type: ignore[assignment]
    taken.save(update_fields=["counts", "taken_at", "file"])
    audit.record(by, "assessments.import_questions", taken, file=taken.name, sha256=taken.sha256, **taken.counts)
    transaction.on_commit(partial(storage.delete, stored))
    return taken


def _write(row: ImportedQuestion, note: str, by: Any, at: datetime) -> None:
    try:
        row.version = write(row.question, replace(draft(row), note=note), by=by, at=at)
        row.question = row.version.question
    except QuestionRefused as refused:
        row.fate, row.said = ImportFate.REFUSED, [problem.sentence for problem in refused.problems]
