"""What upper floors put on somebody's own page. A provider is registered once, in an app's `ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from people.models import Employee


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know of themselves: a heading and sentences."""

    title: str
    sentences: Sequence[str]


Provider = Callable[[Employee], Note | None]
_providers: list[Provider] = []


def add_note(provider: Provider) -> Provider:
    """Ask `provider` what to show a person of themselves. Adding it twice asks it once."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def notes(employee: Employee | None) -> list[Note]:
    """What there is for this person, in the order the providers were added."""
    return [note for provider in _providers if (note := provider(employee))] if employee else []
