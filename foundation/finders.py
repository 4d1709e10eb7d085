"""Static files of front-end libraries: the few we use, straight from node_modules."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class LibraryFinder(BaseFinder):
    """Finds what settings.LIBRARIES names: static path → path below node_modules.

    A whole package would bring files that nobody asks for and that point to others which are not shipped.
    """

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(settings.NODE_MODULES / settings.LIBRARIES[path])] if path in settings.LIBRARIES else []
        return found if find_all else next(iter(found), None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        for path, source in settings.LIBRARIES.items():
            yield path, _Library(path, Path(settings.NODE_MODULES) / source)


class _Library(FileSystemStorage):
    """One file under the name it is served by."""

    def __init__(self, name: str, source: Path) -> None:
        super().__init__(location=source.parent)
        self.names = {name: source.name}

    def path(self, name: str) -> str:
        return super().path(self.names.get(name, name))
