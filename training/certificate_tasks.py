"""What a worker does for certificates."""

import tempfile
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.files import File
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import ngettext

from foundation import audit, jobs
from foundation.models import Job
from foundation.press import Presses
from people.models import Employee, Role
from training.actions import renewals
from training.actions.certificate_files import Printing, sign
from training.actions.certificates import issue_by_hand
from training.archive import write_archive
from training.badges.keys import NoKeyError
from training.models import Certificate, Course
from training.selection import Selection

ARCHIVE = "certificate-archive"
BY_HAND = "certificates-by-hand"
KEPT = timedelta(days=7)  # an archive on the storage


@shared_task(name="training.print_certificates")
def print_certificates(certificates: list[int]) -> None:
    """Print these certificates and sign their badges; doing it again finds them done and stops."""
    rows = list(Certificate.objects.filter(pk__in=certificates).select_related("course", "path"))
    with Presses() as presses:
        Printing(rows, presses).store()
    try:
        sign(rows, at=now())
    except NoKeyError:
        return  # the badge's own page says what is missing; the paper needs no key


@shared_task(name="training.open_renewals")
def open_renewals() -> None:
    """Every night: open the next round for certificates that expire soon. Run again, it finds them opened."""
    renewals.open_renewals(at=now())


@jobs.runs(ARCHIVE)
def make_archive(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """The certificates of a selection that the person who asked may see, in one ZIP that is kept for a week."""
    _forget_old_archives()
    today = localdate()
    people = Employee.objects.visible_to(job.by, today, roles=(Role.HR,))
    meant = Selection.read(job.arguments).narrow(Certificate.objects.filter(employee__in=people), today)
    with tempfile.TemporaryFile() as file:
        count = write_archive(meant, file, progress)
        file.seek(0)
        job.file.save(f"{ARCHIVE}-{job.pk}.zip", File(file), save=False)
    audit.record(job.by, "training.export_certificates", job, count=count, **job.arguments)
    with translation.override(job.by.language if job.by else settings.LANGUAGE_CODE):
        sentence = ngettext("%(count)s certificate is ready.", "%(count)s certificates are ready.", count)
    return {"sentence": sentence % {"count": count}, "file_name": f"certificates-{today}.zip", "count": count}


@jobs.runs(BY_HAND)
def issue_certificates(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Issue the certificate of a course to the people named in the arguments, as the person who started the job."""
    assert job.by is not None
    course = Course.objects.get(pk=job.arguments["course"])
    seen = Employee.objects.visible_to(job.by, roles=(Role.HR,)).filter(pk__in=job.arguments["employees"])
    keys = list(seen.values_list("pk", flat=True))
    reason = job.arguments["reason"]
    count = issue_by_hand(keys, course, by=job.by, at=now(), reason=reason, progress=progress)
    with translation.override(job.by.language):
        sentence = ngettext("%(count)s certificate is issued.", "%(count)s certificates are issued.", count)
    return {"sentence": sentence % {"count": count}, "url": reverse("certificates_office:index"), "count": count}


def _forget_old_archives() -> None:
    for old in Job.objects.filter(kind=ARCHIVE, finished_at__lt=now() - KEPT).exclude(file=""):
        old.file.delete(save=True)
