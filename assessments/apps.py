from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments import accommodations, skills_checks  # noqa: F401 - each registers what it has to say
