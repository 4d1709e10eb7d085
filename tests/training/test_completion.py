"""From the first lesson to the certificate."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.actions import attempts
from assessments.models import Attempt
from tests.factories import make_course, make_quiz
from training.actions import enrolments, lessons
from training.models import Certificate, Course, Enrolment, LessonProgress
from training.signals import course_completed

pytestmark = pytest.mark.django_db


def test_enrolling_twice_leaves_the_first_enrolment_as_it_is(cast, course, at):
    carol = cast.employee("carol")
    first = enrolments.enrol(carol, course, by=cast.bob, at=at, reason="New here", due_on=date(2026, 4, 1))
    second = enrolments.enrol(carol, course, by=cast.alice, at=at + timedelta(days=1), reason="Again")
    assert first == second
    assert (second.reason, second.due_on, second.assigned_at) == ("New here", date(2026, 4, 1), at)
    assert ModelLogEntry.objects.filter(action="training.enrol").count() == 1


def test_seeing_a_lesson_notes_the_revision_and_begins_the_course(enrolment, course, at):
    lesson = course.lessons.first()
    for revision, later in ((7, 0), (8, 5)):
        lessons.see_lesson(enrolment, lesson, revision=revision, language="en", at=at + timedelta(minutes=later))
    progress = LessonProgress.objects.get()
    enrolment.refresh_from_db()
    assert (progress.revision, progress.started_at, progress.completed_at) == (7, at, None)
    assert enrolment.started_at == at


def test_finishing_a_lesson_counts_once_with_the_revision_learned_from(enrolment, course, at):
    lesson = course.lessons.first()
    lessons.see_lesson(enrolment, lesson, revision=7, language="en", at=at)
    lessons.finish_lesson(enrolment, lesson, revision=8, language="zh-hans", at=at + timedelta(minutes=5))
    lessons.finish_lesson(enrolment, lesson, revision=9, language="en", at=at + timedelta(minutes=9))
    progress = LessonProgress.objects.get()
    assert (progress.revision, progress.language) == (8, "zh-hans")
    assert progress.completed_at == at + timedelta(minutes=5)
    assert ModelLogEntry.objects.filter(action="training.finish_lesson").count() == 1


def test_a_lesson_of_another_course_is_refused(enrolment, at):
    stranger = make_course("other").lessons.first()
    with pytest.raises(ValueError, match="not part of the course"):
        lessons.finish_lesson(enrolment, stranger, revision=1, language="en", at=at)
    assert not LessonProgress.objects.exists()


def test_lessons_and_quiz_together_complete_a_course(enrolment, learn, sit, at):
    heard: list[int] = []

    def listen(enrolment, **_kwargs):
        heard.append(enrolment.pk)

    course_completed.connect(listen)
    learn(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    sit(enrolment)
    course_completed.disconnect(listen)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == at
    assert heard == [enrolment.pk]
    assert Certificate.objects.get().score == "100"


def test_a_failed_quiz_completes_nothing(enrolment, learn, sit):
    learn(enrolment)
    attempt = sit(enrolment, right=2)
    enrolment.refresh_from_db()
    assert (str(attempt.percent), attempt.passed) == ("66.67", False)
    assert enrolment.completed_at is None
    assert not Certificate.objects.exists()


def test_a_passed_quiz_without_the_lessons_completes_nothing_until_they_are_done(enrolment, learn, sit, at):
    learn(enrolment)
    extra = enrolment.course.lessons.create(code="added", order=0, titles={"en": "Added"}, published=False)
    sit_before = sit(enrolment, right=0)
    extra.published = True
    extra.save()
    Attempt.objects.filter(pk=sit_before.pk).update(passed=True)
    assert enrolments.complete(enrolment.pk, by=None, at=at).completed_at is None
    lessons.finish_lesson(enrolment, extra, revision=1, language="en", at=at + timedelta(days=1))
    enrolment.refresh_from_db()
    assert enrolment.completed_at == at + timedelta(days=1)


def test_a_course_without_a_quiz_is_complete_with_its_last_lesson(cast, learn, at):
    enrolment = enrolments.enrol(cast.employee("dan"), make_course("short", quiz=None), by=None, at=at)
    learn(enrolment, count=1)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    learn(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == at
    assert Certificate.objects.get().score == ""


def test_an_empty_course_is_never_complete(cast, at):
    enrolment = enrolments.enrol(cast.employee("dan"), make_course("empty", lessons=0), by=None, at=at)
    assert enrolments.complete(enrolment.pk, by=None, at=at).completed_at is None


def test_a_lesson_that_was_withdrawn_is_asked_of_nobody(enrolment, learn, sit, course):
    course.lessons.filter(code="lesson-2").update(published=False)
    learn(enrolment, count=1)
    sit(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_completing_again_issues_no_second_certificate(enrolment, learn, sit, at):
    learn(enrolment)
    sit(enrolment)
    for days in (1, 2):
        enrolments.complete(enrolment.pk, by=None, at=at + timedelta(days=days))
    sit(enrolment, right=3)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == at
    assert Certificate.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="training.complete").count() == 1


def test_the_final_quiz_opens_when_the_lessons_are_finished(client, cast, enrolment, learn):
    client.force_login(cast.carol)
    quiz = reverse("assessments:quiz", args=["final"])
    learn(enrolment, count=1)
    held = client.post(quiz)
    assert held.status_code == 409
    assert "1 lesson is left" in held.content.decode()
    assert "/learn/reception/lesson-2/" in held.content.decode()
    assert not Attempt.objects.exists()
    learn(enrolment)
    assert client.post(quiz).status_code == 302
    assert Attempt.objects.count() == 1


def test_the_final_quiz_of_a_course_not_taken_leads_to_the_course(client, cast, course):
    client.force_login(cast.dan)
    page = client.post(reverse("assessments:quiz", args=["final"]))
    assert page.status_code == 409
    assert "/learn/reception/" in page.content.decode()
    assert not Attempt.objects.exists()


def test_a_quiz_of_no_course_is_open_to_every_employee(cast, db, at):
    assert attempts.start(make_quiz("daily"), cast.employee("eve"), at=at).number == 1


def test_a_live_attempt_goes_on_even_if_a_lesson_was_added_meanwhile(cast, enrolment, learn, at):
    learn(enrolment)
    attempt = attempts.start(enrolment.course.quiz, enrolment.employee, at=at)
    enrolment.course.lessons.create(code="added", order=9, titles={"en": "Added"})
    assert attempts.start(enrolment.course.quiz, enrolment.employee, at=at) == attempt


def test_the_result_of_a_passed_quiz_leads_to_the_certificate(client, cast, enrolment, learn, sit):
    client.force_login(cast.carol)
    learn(enrolment)
    attempt = sit(enrolment)
    page = client.get(reverse("assessments:result", args=[attempt.pk])).content.decode()
    assert "Passed" in page
    assert reverse("training:certificate-pdf", args=[Certificate.objects.get().code]) in page


def test_somebody_elses_quiz_completes_nothing_of_mine(cast, enrolment, course, learn, sit, at):
    learn(enrolment)
    other = enrolments.enrol(cast.employee("dan"), course, by=None, at=at)
    learn(other)
    sit(other)
    assert list(Enrolment.objects.exclude(completed_at=None)) == [other]
    assert Course.objects.get() == course
