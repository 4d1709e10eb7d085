"""Tests: fast hashing, tasks at once, mail in memory."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {"default": env.cache(env.text("CACHE_URL", "locmem://"))}  # noqa: F405
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="five-hearts-media-"))
STORAGES["default"] = env.storage(f"file://{MEDIA_ROOT}")  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DEMO = env.flag("DEMO", False)  # noqa: F405
