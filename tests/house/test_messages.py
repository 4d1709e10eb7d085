"""Every word of the product is there in Chinese."""

import json
import re
import shutil
import subprocess

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

CATALOGUE = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_no_message_is_missing_or_fuzzy():
    catalogue = polib.pofile(str(CATALOGUE))
    unfinished = [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]
    assert len(catalogue) > 100
    assert unfinished == []


@pytest.mark.django_db
def test_the_editor_speaks_chinese_in_the_browser_too(client, cast):
    """Wagtail's scripts take their words from its own catalogue and, where that lacks some, from ours."""
    cast.tina.language = "zh-hans"
    cast.tina.save()
    client.force_login(cast.tina)
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    words = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", script, re.S)[1])
    entries = polib.pofile(str(CATALOGUE.with_name("djangojs.po")))
    ours = {entry.msgid: entry.msgstr or [entry.msgstr_plural[0]] for entry in entries}
    assert len(ours) == 19
    assert {said: words.get(said) for said in ours} == ours


def test_placeholders_survive_translation():
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete and not entry.msgid_plural
        if set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert wrong == []


def test_the_catalogue_knows_every_message_of_the_source(tmp_path, monkeypatch):
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed")
    before = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    for name in files:
        source = settings.BASE_DIR / name
        if source.suffix in (".py", ".html", ".txt", ".po") and not name.startswith(("tests/", "bench/")):
            copy = tmp_path / name
            if source.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path / "locale"])
    call_command("makemessages", locale=["zh_Hans"], no_location=True, no_wrap=True, verbosity=0)
    after = polib.pofile(str(tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    new = {(entry.msgctxt, entry.msgid) for entry in after if not entry.obsolete} - before
    assert new == set()
