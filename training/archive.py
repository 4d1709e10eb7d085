"""Certificates in one ZIP with an index: written to disk as it goes, so that any number of them needs little memory."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db.models import QuerySet

from foundation.data.cells import escaped
from foundation.jobs import Progress
from foundation.press import Presses
from training.actions.certificate_files import store_pdfs
from training.models import Certificate

BATCH = 100  # certificates in one round of statements
INDEX = "index.csv"
COLUMNS = "code employee_no name course issued_on expires_on revoked_on sha256 file".split()
UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|\t\r\n', "_"))
BOM = "\ufeff"  # tells spreadsheets that it is UTF-8


def write_archive(certificates: QuerySet[Certificate], file: IO[bytes], progress: Progress | None = None) -> int:
    """Write the PDFs of the certificates, by number, and `index.csv` into a ZIP; how many there are.

    What was never printed is printed now, by two processes. PDFs are compressed already and are stored as they are.
    A fixed number of statements for every BATCH.
    """
    total = certificates.order_by().count() if progress else 0
    count = 0
    with (
        ZipFile(file, "w", ZIP_STORED) as archive,
        tempfile.NamedTemporaryFile("w+", encoding="utf-8", newline="", suffix=".csv") as index,
        Presses() as presses,
    ):
        rows = csv.writer(index, lineterminator="\n")
        index.write(BOM)
        rows.writerow(COLUMNS)
        for batch in store_pdfs(_batches(certificates), presses):
            for each in batch:
                name = file_name(each)
                with each.file.open("rb") as printed:
                    archive.writestr(_entry(name, each.issued_on), printed.read())
                rows.writerow([escaped(cell) for cell in [*_cells(each), name]])
            count += len(batch)
            if progress:
                progress(count, total)
        index.flush()
        archive.write(Path(index.name), INDEX, ZIP_DEFLATED)
    return count


def thing_code(certificate: Certificate) -> str:
    """The code of the course, or of the path, that the certificate is for."""
    thing = certificate.course or certificate.path
    return thing.code if thing else ""


def file_name(certificate: Certificate) -> str:
    """`reception/600103-林晓-5H-2026-7K3Q-9FDW.pdf`"""
    name = f"{certificate.employee.employee_no}-{certificate.name}-{certificate.code}".translate(UNSAFE)
    return f"{thing_code(certificate)}/{name}.pdf"


def _batches(certificates: QuerySet[Certificate]) -> Iterator[list[Certificate]]:
    """The certificates, BATCH at a time, each batch asked for by key: no open cursor, no offset."""
    rows = certificates.order_by("pk").select_related("employee", "course", "path").defer("credential")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


def _cells(certificate: Certificate) -> list[str]:
    days = (certificate.issued_on, certificate.expires_on, certificate.revoked_on)
    return [
        certificate.code,
        certificate.employee.employee_no,
        certificate.name,
        thing_code(certificate),
        *(f"{day or ''}" for day in days),
        certificate.sha256,
    ]


def _entry(name: str, day: date) -> ZipInfo:
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry
