import pytest

from assessments.actions import attempts
from tests.factories import make_course, make_quiz
from training.actions import enrolments, lessons


@pytest.fixture
def course(db):
    return make_course(quiz=make_quiz())


@pytest.fixture
def enrolment(cast, course, at):
    return enrolments.enrol(cast.employee("carol"), course, by=cast.bob, at=at)


@pytest.fixture
def learn(at):
    """Finish all lessons of an enrolment."""

    def finish(enrolment, count=None):
        for lesson in list(enrolment.course.lessons.all())[:count]:
            lessons.finish_lesson(enrolment, lesson, revision=7, language="en", at=at)

    return finish


@pytest.fixture
def sit(at, django_capture_on_commit_callbacks):
    """Sit the final quiz of an enrolment; `right` is how many of its questions are answered rightly."""

    def sit_and_hand_in(enrolment, right=3):
        with django_capture_on_commit_callbacks(execute=True):
            attempt = attempts.start(enrolment.course.quiz, enrolment.employee, at=at)
            for order, chosen in list(enumerate((["a"], ["a"], ["a", "b"]), start=1))[:right]:
                attempts.answer(attempt.pk, order, chosen, at=at)
            return attempts.submit(attempt.pk, at=at)

    return sit_and_hand_in


CLOCKS = ("attend", "sessions", "surveys", "practicals", "office.attendance", "office.sessions")


@pytest.fixture
def travel(monkeypatch):
    """Let the doors of sessions, practicals and surveys find this moment."""

    def go(moment):
        for name in CLOCKS:
            monkeypatch.setattr(f"training.views.{name}.now", lambda: moment)

    return go
