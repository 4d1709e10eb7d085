"""What another outcome of an attempt means on an upper floor, without this floor knowing what certificates are.

An upper floor registers a `Consequence` once, in its app's `ready()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.gates import Link


class Touch(models.TextChoices):
    GAINS = "gains", _("gains a certificate")
    DOUBTED = "doubted", _("holds a certificate; HR decides")


@dataclass(frozen=True, slots=True)
class Turn:
    """An attempt whose outcome would be another: who sat it, and whether it passes then."""

    attempt: int
    employee: int
    passed: bool


class Consequence(Protocol):
    def touched(self, quiz: int, turns: Sequence[Turn]) -> Mapping[int, Touch]:
        """By attempt: what its new outcome touches. A number of queries that does not grow with the turns."""

    def held(self, quiz: int, employees: Sequence[int]) -> Mapping[int, Sequence[Link]]:
        """By employee: the certificates that they hold because of the quiz, as an office page links to them."""


_consequences: list[Consequence] = []


def add_consequence(consequence: Consequence) -> Consequence:
    """Ask `consequence` before marks change. Adding it twice asks it once."""
    if consequence not in _consequences:
        _consequences.append(consequence)
    return consequence


def touched(quiz: int, turns: Sequence[Turn]) -> dict[int, Touch]:
    """What the new outcomes touch, by attempt; nothing is asked where none changes."""
    if not turns:
        return {}
    return {attempt: touch for each in _consequences for attempt, touch in each.touched(quiz, turns).items()}


def held(quiz: int, employees: Sequence[int]) -> dict[int, list[Link]]:
    """What these people hold because of a quiz."""
    found: dict[int, list[Link]] = {}
    for each in _consequences:
        for employee, links in each.held(quiz, employees).items():
            found.setdefault(employee, []).extend(links)
    return found
