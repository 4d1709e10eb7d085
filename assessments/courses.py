"""What courses are called. Questions know the code of their course; the floor above knows the rest.

The provider is registered once, in an app's `ready()`.
"""

from collections.abc import Callable, Mapping

from assessments.models import Question

Provider = Callable[[], Mapping[str, str]]
_providers: list[Provider] = []


def named_by(provider: Provider) -> Provider:
    """Ask `provider` for the titles of courses, by code, in the active language. Adding it twice asks it once."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def names() -> dict[str, str]:
    """Every course that there is or that a question speaks of: code → title, or the code itself. Two queries."""
    spoken_of = Question.objects.exclude(course="").order_by("course").values_list("course", flat=True).distinct()
    known = {code: title or code for provider in _providers for code, title in provider().items()}
    return dict(sorted({**{code: code for code in spoken_of}, **known}.items()))
