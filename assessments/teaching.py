"""Which lessons teach a standard, without this floor knowing what a lesson is.

A provider is asked, with the primary keys of standards, for the lessons that teach each, at a constant number of
queries. Providers are registered once, in an app's `ready()`.
"""

from collections.abc import Callable, Mapping, Sequence

from assessments.gates import Link

Provider = Callable[[Sequence[int]], Mapping[int, Sequence[Link]]]
_providers: list[Provider] = []


def add_lessons(provider: Provider) -> Provider:
    """Ask `provider` for lessons. Adding it twice asks it once."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def lessons(standards: Sequence[int]) -> dict[int, list[Link]]:
    """The lessons that teach each of these standards; a standard that no lesson teaches has none."""
    found: dict[int, list[Link]] = {standard: [] for standard in standards}
    for provider in _providers:
        for standard, links in provider(standards).items():
            found[standard].extend(links)
    return found
