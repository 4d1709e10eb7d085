"""Production refuses to start without its secrets."""

import json
import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command


def start(**variables: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VAR_DIR") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=settings.BASE_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings.production", **variables},
        capture_output=True,
        text=True,
    )


def test_production_names_every_secret_that_is_missing():
    refused = start(SECRET_KEY="x", ALLOWED_HOSTS="learn.example.cn")
    assert refused.returncode != 0
    assert "set SITE_URL, DATABASE_URL, DEFAULT_FROM_EMAIL." in refused.stderr


def test_production_starts_with_its_secrets_and_without_the_demo():
    started = start(
        SECRET_KEY="x",
        ALLOWED_HOSTS="learn.example.cn",
        SITE_URL="https://learn.example.cn",
        DATABASE_URL="sqlite:///:memory:",
        DEFAULT_FROM_EMAIL="five@learn.example.cn",
    )
    assert started.returncode == 0, started.stderr
    from config.settings import base

    assert base.DEMO is False


def test_every_static_file_points_to_files_that_are_there(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    call_command("collectstatic", interactive=False, verbosity=0)
    collected = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert set(settings.LIBRARIES) <= set(collected)
