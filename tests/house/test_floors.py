"""The floors of design.md hold, and no app stands outside them."""

import tomllib

from django.apps import apps
from django.conf import settings


def contract() -> dict:
    text = (settings.BASE_DIR / "pyproject.toml").read_text()
    return tomllib.loads(text)["tool"]["importlinter"]


def test_every_app_of_ours_stands_on_a_floor():
    floors = {app.strip() for layer in contract()["contracts"][0]["layers"] for app in layer.replace("|", " ").split()}
    ours = {
        config.name
        for config in apps.get_app_configs()
        if settings.BASE_DIR in config_path(config).parents and ".venv" not in str(config_path(config))
    }
    assert ours
    assert ours <= floors
    assert floors == set(contract()["root_packages"])


def config_path(config):
    from pathlib import Path

    return Path(config.path)


def test_every_folder_with_rules_is_named_in_the_contract_of_pure_rules():
    with_rules = {
        f"{path.parent.name}.rules" for path in settings.BASE_DIR.glob("*/rules") if len(list(path.glob("*.py"))) > 1
    }
    assert with_rules == set(contract()["contracts"][1]["source_modules"])
