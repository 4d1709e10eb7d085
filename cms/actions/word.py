"""A Word document becomes a draft lesson: first read and shown, then taken over, once."""

from datetime import datetime
from hashlib import sha1
from typing import IO, Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction
from wagtail.images import get_image_model

from cms.models import CoursePage, LessonPage, WordImport
from cms.word.reading import Picture, Read, read
from foundation import audit, jobs
from foundation.jobs import Progress
from foundation.models import JobState

LETTERS_A_MINUTE = 350  # what somebody reads of a lesson in a minute, with time to think


@transaction.atomic
def receive(course_page: CoursePage, file: IO[bytes], *, name: str, title: str, by: Any, at: datetime) -> WordImport:
    """Keep a document that was found safe, with what can be said of it. Nothing of the course changes.

    Raises cms.word.reading.Unreadable.
    """
    found = read(file)
    file.seek(0)
    taken = WordImport(
        course_page=course_page,
        name=name[:200],
        title=(title or found.draft.title or name.rpartition(".")[0] or name)[:255],
        report=report(found),
        by=by,
        at=at,
    )
    taken.file.save("document.docx", File(file), save=False)
    taken.save()
    return taken


def report(found: Read) -> dict[str, Any]:
    """What a person wants to know before and after: the blocks in order, the pictures without words, what is left."""
    return {
        "blocks": [{"kind": kind, "text": _summary(kind, value)} for kind, value in found.draft.blocks],
        "pictures": len(found.pictures),
        "without_words": found.without_words,
        "left": dict(found.draft.left),
    }


def _summary(kind: str, value: Any) -> str:
    match kind:
        case "steps":
            return " → ".join(step["title"] for step in value["steps"])
        case "do_dont":
            return " / ".join([*value["do"], *value["dont"]])
        case "picture":
            return str(value["alt"])
        case "text":
            return str(value["text"])
        case _:
            return str(value)


@transaction.atomic
def start(taken_id: int, *, title: str, by: Any, at: datetime) -> WordImport:
    """Have the lesson made by a worker. While it is being made, and ever after, asking again changes nothing."""
    taken = WordImport.objects.select_for_update(of=["self"]).select_related("job").get(pk=taken_id)
    failed = taken.job is not None and taken.job.state in (JobState.FAILED, JobState.CANCELLED)
    if taken.page_id is None and taken.file and (taken.job is None or failed):
        taken.title = title[:255] or taken.title
        taken.job = jobs.start("word-import", taken.title, by=by, at=at, arguments={"import": taken.pk})
        taken.save(update_fields=["title", "job"])
    return taken


@transaction.atomic
def take_over(taken_id: int, *, by: Any, progress: Progress) -> LessonPage:
    """Make the draft lesson, its pictures among Wagtail's images; the one that is made already if there is one."""
    taken = WordImport.objects.select_for_update(of=["self"]).select_related("course_page").get(pk=taken_id)
    if taken.page_id is not None:
        return LessonPage.objects.get(pk=taken.page_id)
    with taken.file.open("rb") as file:
        found = read(file)
    images: dict[int, int] = {}
    for done, picture in enumerate(found.pictures.values(), start=1):
        images[picture.number] = _image(picture, taken, by)
        progress(done, len(found.pictures) + 1)
    page = LessonPage(
        title=taken.title,
        minutes=min(120, max(1, round(found.draft.letters / LETTERS_A_MINUTE))),
        live=False,
        owner=by,
    )
    page.body = [_stored(kind, value, images) for kind, value in found.draft.blocks]
    CoursePage.objects.get(pk=taken.course_page_id).add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    stored = str(taken.file.name)
    taken.file, taken.page = "", page  # type: ignore[assignment]
    taken.save(update_fields=["file", "page"])
    audit.record(by, "cms.word_import", page, file=taken.name)
    transaction.on_commit(lambda: WordImport._meta.get_field("file").storage.delete(stored))
    return page


def _image(picture: Picture, taken: WordImport, by: Any) -> int:
    """The picture among Wagtail's images; the one that is there already if it is the same file."""
    model = get_image_model()
    same = model.objects.filter(file_hash=sha1(picture.data, usedforsecurity=False).hexdigest()).first()
    if same is not None:
        return int(same.pk)
    stem = taken.name.rpartition(".")[0] or taken.name
    image = model(
        title=f"{stem} {picture.number}"[:255],
        file=ContentFile(picture.data, name=f"word-{taken.pk}-{picture.number}.{picture.extension}"),
        file_size=len(picture.data),
        file_hash=sha1(picture.data, usedforsecurity=False).hexdigest(),
        uploaded_by_user=by,
    )
    image.save()
    return int(image.pk)


def _stored(kind: str, value: Any, images: dict[int, int]) -> dict[str, Any]:
    """A block as a page stores it, every point of a list with a lasting name of its own."""
    if kind == "picture":
        value = {"image": images[value["picture"]], "alt": value["alt"], "caption": "", "ours": False}
    elif isinstance(value, dict):
        value = {key: _items(each) if isinstance(each, list) else each for key, each in value.items()}
        value["ours"] = False
    return {"type": kind, "value": value, "id": str(uuid4())}


def _items(values: list[Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]
