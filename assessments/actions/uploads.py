"""Taking in the files that are handed in."""

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from assessments.actions.attempts import open_item
from assessments.models import AttemptItem, Upload
from assessments.rules import answer_files
from assessments.types import WrongAnswer
from assessments.types.file import extensions, largest

MOST = 20  # files kept for one question of one attempt


def too_large(most: int) -> WrongAnswer:
    return WrongAnswer(
        _("This file is too large: at most %(most)s can be handed in. Make it smaller and choose it again.")
        % {"most": filesizeformat(most)}
    )


@transaction.atomic
def keep(attempt_id: int, order: int, file: UploadedFile, *, at: datetime) -> Upload:
    """Store a file for question `order`; the answer does not refer to it yet. The same bytes again are the same upload.

    Raises AttemptClosedError after the person has handed in, AttemptItem.DoesNotExist for a question there is not, and
    WrongAnswer, with a sentence, for a file that the question does not take; nothing is stored then. After a deadline
    it is still stored: the answer that refers to it comes late, and a trainer decides.
    """
    item = open_item(attempt_id, order)
    sha256 = _checked(item, file)
    if found := item.uploads.filter(sha256=sha256).first():
        return found
    if item.uploads.count() >= MOST:
        raise WrongAnswer(_("%(most)s files have been sent for this question. Use one of those.") % {"most": MOST})
    name = PurePath(file.name or "").name[-200:]
    upload = Upload(item=item, name=name, size=file.size or 0, sha256=sha256, uploaded_at=at)
    upload.file.save(f"{upload.pk}.{answer_files.extension(name)}", file, save=False)
    upload.save(force_insert=True)
    return upload


def _checked(item: AttemptItem, file: UploadedFile) -> str:
    """The SHA-256 of a file that the question takes."""
    if item.version.question.kind != "file":
        raise WrongAnswer(_("This question asks for no file."))
    name, most = file.name or "", largest(item.version)
    ending = answer_files.extension(name)
    if ending not in extensions(item.version):
        listed = ", ".join(extensions(item.version))
        raise WrongAnswer(
            _("“%(name)s” is not of a kind that is asked for: %(listed)s.") % {"name": name, "listed": listed}
        )
    if not file.size:
        raise WrongAnswer(_("“%(name)s” is empty.") % {"name": name})
    if file.size > most:
        raise too_large(most)
    file.seek(0)
    if not answer_files.is_what_it_says(ending, file.read(answer_files.HEAD)):
        raise WrongAnswer(
            _("“%(name)s” is not a .%(extension)s file inside. Save it again from the program it comes from.")
            % {"name": name, "extension": ending}
        )
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
