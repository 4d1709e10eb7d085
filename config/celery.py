"""The queue: Celery, with a broker that needs no server unless BROKER_URL names one."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("five_hearts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
