"""What the blocks of a lesson show besides words: standards, files and pictures, fetched together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Value
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from assessments.models import Standard
from cms.bodies import Block

WIDTHS = ("width-480|format-webp", "width-960|format-webp")  # a phone, and a dense or wide screen
CHOSEN = {  # kind → the keys that hold a document, and those that hold an image
    "picture": ((), ("image",)),
    "video": (("file", "captions"), ("poster",)),
    "download": (("file",), ()),
}

Row = tuple[Any, ...]  # of a document: kind, key, title, file, bytes, 0; of a picture: kind, image, width, file, size


@dataclass(frozen=True, slots=True)
class Material:
    """By primary key; what was deleted since is missing. A picture comes in every width, the smallest first."""

    standards: dict[int, Standard]
    documents: dict[int, Any]
    pictures: dict[int, list[Any]]


def material_of(blocks: Iterable[Block]) -> Material:
    """Everything the blocks refer to: one query for the standards, one for documents and pictures."""
    standards: set[int] = set()
    documents: set[int] = set()
    images: set[int] = set()
    for block in blocks:
        if block.kind == "standard":
            standards.add(block.value)
        files, shown = CHOSEN.get(block.kind, ((), ()))
        documents.update(block.value[key] for key in files if block.value.get(key))
        images.update(block.value[key] for key in shown if block.value.get(key))
    rows = _files(documents, images) if documents or images else []
    return Material(
        Standard.objects.in_bulk(standards - {None}) if standards else {},
        {row[1]: _document(row) for row in rows if row[0] == "document"},
        _pictures(images, [row for row in rows if row[0] == "picture"]),
    )


def _files(documents: Collection[int], images: Collection[int]) -> list[Row]:
    """The documents, and every width that the images are cut to: one query for both."""
    found = get_document_model().objects.filter(pk__in=documents).order_by()
    cut = get_image_model().get_rendition_model().objects.filter(image__in=images, filter_spec__in=WIDTHS).order_by()
    return list(
        found.values_list(Value("document"), "pk", "title", "file", "file_size", Value(0)).union(
            cut.values_list(Value("picture"), "image_id", "filter_spec", "file", "width", "height"), all=True
        )
    )


def _document(row: Row) -> Any:
    """A document of which only this much is known; the rest is fetched if anybody asks for it."""
    return get_document_model().from_db(DEFAULT_DB_ALIAS, ("id", "title", "file", "file_size"), row[1:5])


def _pictures(images: Collection[int], rows: Iterable[Row]) -> dict[int, list[Any]]:
    """Images in every width. They were cut when the lesson was published: what is missing is cut now."""
    rendition = get_image_model().get_rendition_model()
    found: dict[int, dict[str, Any]] = {image: {} for image in images}
    for _kind, image, spec, file, width, height in rows:
        found[image][spec] = rendition(image_id=image, filter_spec=spec, file=file, width=width, height=height)
    missing = [image for image, widths in found.items() if len(widths) < len(WIDTHS)]
    for image in get_image_model().objects.filter(pk__in=missing) if missing else ():
        found[image.pk] = image.get_renditions(*WIDTHS)
    return {image: [widths[spec] for spec in WIDTHS] for image, widths in found.items() if widths}
