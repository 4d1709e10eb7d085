from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self) -> None:
        from training import course_names, coverage, quiz_certificates, receivers  # noqa: F401
