"""Brings the shipped content into the database and never overwrites what somebody made of it."""

from datetime import datetime

from django.db import transaction

from cms.actions.academy import open_academies
from cms.actions.memory import Memory, Tally
from cms.actions.shipped_courses import load_course
from cms.actions.shipped_questions import load_quiz, load_standard
from cms.sources import Content


@transaction.atomic
def load(content: Content, *, at: datetime) -> dict[str, Tally]:
    """Standards, quizzes with their questions, courses and their pages in every language, published.

    Doing it again with the same content changes nothing. Kind → what was done.
    """
    memory = Memory()
    for standard in content.standards:
        load_standard(standard, memory)
    for quiz in content.quizzes:
        load_quiz(quiz, memory, at=at)
    academies = open_academies()
    for course in content.courses:
        load_course(course, academies, memory)
    return memory.tallies
