from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.office.history import open_history
        from people.office.profiles import follow_the_person

        follow_the_person()
        open_history()
