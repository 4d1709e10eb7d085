"""ZIP files from anybody: looked over before anything is unpacked."""

import posixpath
import zipfile
from io import BytesIO
from urllib.parse import unquote

from django.utils.translation import gettext as _

from assessments.formats.spec import Unreadable

MEMBERS = 5_000
UNPACKED = 200 * 1024 * 1024  # bytes of all parts together
PART = 10 * 1024 * 1024  # bytes of one part that is read
RATIO = 200  # unpacked to packed; texts are at 5 to 20
RATIO_FROM = 256 * 1024  # bytes: smaller parts do no harm however well they pack
PACKED = (".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz")


class Package:
    """The parts of a ZIP file by their names. Raises Unreadable for one that is not safe to open."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
            raise Unreadable(_("The ZIP file is damaged. Export it again.")) from None
        self._members = {_name(member): member for member in self._archive.infolist() if not member.is_dir()}
        members = list(self._members.values())
        if len(self._archive.infolist()) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
            raise Unreadable(_("The ZIP file unpacks to more than a package of questions can need."))
        for member in members:
            if member.file_size > RATIO_FROM and member.file_size > RATIO * max(member.compress_size, 1):
                raise Unreadable(_("“%(name)s” in the ZIP file unpacks to far more than it should. It is not opened.")
                                 % {"name": member.filename[:80]})  # fmt: skip
            if member.flag_bits & 1:
                raise Unreadable(_("The ZIP file is locked with a password. Export it without one."))
            if member.filename.lower().endswith(PACKED):
                raise Unreadable(_("The ZIP file holds another packed file (%(name)s). Send that one by itself.")
                                 % {"name": member.filename[:80]})  # fmt: skip

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        return list(self._members)

    def read(self, name: str) -> bytes:
        """One part; what its entry says of its size binds it."""
        member = self._members[name]
        if member.file_size > PART:
            raise Unreadable(_("“%(name)s” in the ZIP file is too large to be read.") % {"name": name[:80]})
        try:
            return self._archive.read(member)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
            raise Unreadable(
                _("“%(name)s” in the ZIP file is damaged. Export it again.") % {"name": name[:80]}
            ) from None

    def beside(self, name: str, reference: str) -> bytes | None:
        """What a part refers to, relative to itself; None if it is not in the package."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(reference)))
        return self.read(path) if path in self._members else None


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a part, which must stay inside the package."""
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or (len(name) > 1 and name[1] == ":"):
        raise Unreadable(_("The ZIP file has a part that leads outside of it (%(name)s). It is not opened.")
                         % {"name": name[:80]})  # fmt: skip
    return name
