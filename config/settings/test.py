"""Tests: fast hashing, tasks at once, mail in memory."""

import os
import re
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
# Tests empty the cache: each process that runs some of them has one of its own.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_cache_url = env.text("CACHE_URL", "locmem://")  # noqa: F405
if _cache_url.startswith("redis"):
    _cache_url = re.sub(r"/\d+$", f"/{_worker + 2}", _cache_url)
CACHES = {"default": env.cache(_cache_url)}  # noqa: F405
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="five-hearts-media-"))
STORAGES["default"] = env.storage(f"file://{MEDIA_ROOT}")  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DEMO = env.flag("DEMO", False)  # noqa: F405
