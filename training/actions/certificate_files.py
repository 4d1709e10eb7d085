"""The files of certificates: printed once, hashed, kept; and their badges, signed once. One at a time or thousands."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from foundation.press import Presses
from training import printing
from training.badges.credential import credential
from training.badges.signing import signed
from training.models import Certificate


def store_pdf(certificate_id: int) -> Certificate:
    """The certificate with its file and the file's SHA-256: printed if it never was, else as it stands."""
    certificate = Certificate.objects.get(pk=certificate_id)
    if not certificate.file:
        with Presses() as presses:
            Printing([certificate], presses).store()
        certificate.refresh_from_db()
    return certificate


def store_pdfs(batches: Iterable[Sequence[Certificate]], presses: Presses) -> Iterator[Sequence[Certificate]]:
    """Print those that never were, batch by batch, at a fixed number of statements for each; `file` and `sha256` of
    each row are then filled. While one batch is stored the next is printed.
    """
    ahead: Printing | None = None
    for batch in batches:
        begun = Printing(batch, presses)
        if ahead is not None:
            yield ahead.store()
        ahead = begun
    if ahead is not None:
        yield ahead.store()


class Printing:
    """Certificates on their way through the press.

    Printing reads nothing that changes, so it holds no lock. Who prints the same one meanwhile and stores it first has
    printed it: then that file stands.
    """

    def __init__(self, certificates: Sequence[Certificate], presses: Presses) -> None:
        self.certificates = certificates
        self.unprinted = [each for each in certificates if not each.file]
        self.contents = presses.map([printing.sheet(each) for each in self.unprinted])

    @transaction.atomic
    def store(self) -> Sequence[Certificate]:
        """Keep what was printed, with its hash; all the certificates, now with their files."""
        if not self.unprinted:
            return self.certificates
        contents = dict(zip((each.pk for each in self.unprinted), self.contents, strict=True))
        locked = Certificate.objects.select_for_update().in_bulk(list(contents))
        new = [each for each in locked.values() if not each.file]
        for each in new:
            content = contents[each.pk]
            each.sha256 = hashlib.sha256(content).hexdigest()
            each.file.save(f"{each.code}.pdf", ContentFile(content), save=False)
        Certificate.objects.bulk_update(new, ["file", "sha256"])
        for each in self.unprinted:
            each.file, each.sha256 = locked[each.pk].file, locked[each.pk].sha256
        return self.certificates


def sign(certificates: Iterable[Certificate], *, at: datetime) -> None:
    """Sign the badges of those that have none; NoKeyError if there is no key. The first signature stands."""
    for certificate in certificates:
        if certificate.credential is None:
            certificate.credential = signed(credential(certificate), at)
            unsigned = Certificate.objects.filter(pk=certificate.pk, credential__isnull=True)
            if not unsigned.update(credential=certificate.credential):
                certificate.refresh_from_db(fields=["credential"])
