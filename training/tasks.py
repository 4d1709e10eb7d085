"""What a worker does for this app."""

from celery import shared_task

from training.actions import certificates


@shared_task(name="training.print_certificate")
def print_certificate(certificate_id: int) -> None:
    """Print a certificate; doing it again finds the file and stops."""
    certificates.store_pdf(certificate_id)
