"""A laptop: SQLite, a broker of files, the demo chain."""

from config.settings.base import *  # noqa: F403

DEBUG = True
DEMO = True
SECRET_KEY = "only-for-this-machine-never-for-production"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INTERNAL_IPS = ["127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
