"""A certificate that a changed course ended has its event on the first day on which it no longer holds."""

from datetime import timedelta
from typing import Any

from django.db import migrations

ONE_DAY = timedelta(days=1)


def move(apps: Any, by: timedelta) -> None:
    events = apps.get_model("training", "CertificateEvent").objects.filter(kind="superseded")
    ended = events.exclude(certificate__revoked_on=None).select_related("certificate")
    moved = []
    for event in ended.iterator():
        due_on = event.certificate.revoked_on - ONE_DAY
        if event.on in (due_on, event.certificate.revoked_on):
            event.on = due_on + by
            moved.append(event)
    events.model.objects.bulk_update(moved, ["on"], batch_size=500)


def forwards(apps: Any, schema_editor: Any) -> None:
    move(apps, ONE_DAY)


def backwards(apps: Any, schema_editor: Any) -> None:
    move(apps, ONE_DAY - ONE_DAY)


class Migration(migrations.Migration):
    dependencies = [("training", "0002_people_on_a_path")]

    operations = [migrations.RunPython(forwards, backwards)]
