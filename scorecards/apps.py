from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ScorecardsConfig(AppConfig):
    name = "scorecards"

    def ready(self) -> None:
        from scorecards import coverage, history  # noqa: F401
        from scorecards.functions import register

        connection_created.connect(register, dispatch_uid="scorecards.functions")
