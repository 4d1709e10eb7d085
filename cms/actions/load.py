"""Brings the shipped content into the database and never overwrites what somebody made of it."""

from datetime import datetime

from django.db import transaction

from cms.actions.academy import open_academies, shelves_of
from cms.actions.memory import Memory, Tally
from cms.actions.shipped_courses import load_course
from cms.actions.shipped_questions import load_quiz
from cms.actions.shipped_standards import load_standard
from cms.actions.words import keep_missing
from cms.sources import Content


@transaction.atomic
def load(content: Content, *, at: datetime) -> dict[str, Tally]:
    """Standards, quizzes with their questions, courses and their pages in every language, published.

    Doing it again with the same content changes nothing. Kind → what was done.
    """
    memory = Memory()
    academies = open_academies()
    shelves = shelves_of(academies)
    for standard in content.standards:
        load_standard(standard, shelves, memory, at=at)
    for quiz in content.quizzes:
        load_quiz(quiz, memory, at=at)
    for course in content.courses:
        load_course(course, academies, memory)
    keep_missing()
    return memory.tallies
