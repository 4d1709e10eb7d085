"""What another outcome of a final quiz means for certificates: asked by the floor below before marks change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse

from assessments.consequences import Touch, Turn, add_consequence
from assessments.gates import Link
from assessments.models import Attempt
from training import standings
from training.models import Certificate, Course, Enrolment


class QuizCertificates:
    """Certificates of the courses that end with the quiz. None is ever withdrawn by itself: HR decides."""

    def touched(self, quiz: int, turns: Sequence[Turn]) -> Mapping[int, Touch]:
        courses = list(Course.objects.filter(quiz=quiz))
        if not courses:
            return {}
        return {**self._gained(courses, turns), **self._doubted(quiz, courses, turns)}

    def held(self, quiz: int, employees: Sequence[int]) -> Mapping[int, Sequence[Link]]:
        found: dict[int, list[Link]] = defaultdict(list)
        for certificate in _valid(Course.objects.filter(quiz=quiz), employees):
            url = reverse("certificates_office:certificate", args=[certificate.code])
            found[certificate.employee_id].append(Link(certificate.title, url, certificate.code))
        return found

    def _gained(self, courses: Sequence[Course], turns: Sequence[Turn]) -> dict[int, Touch]:
        """Whose course is complete with the quiz passed."""
        better = {turn.employee: turn.attempt for turn in turns if turn.passed}
        if not better:
            return {}
        waiting = Enrolment.objects.filter(
            course__in=courses, employee__in=list(better), completed_at=None, withdrawn_at=None
        )
        return {
            better[state.enrolment.employee_id]: Touch.GAINS
            for state in standings.states(list(waiting.select_related("course")))
            if not state.standing.finished and replace(state.standing, passed=True, tried=True).finished
        }

    def _doubted(self, quiz: int, courses: Sequence[Course], turns: Sequence[Turn]) -> dict[int, Touch]:
        """Who holds a certificate and has no passed attempt left."""
        worse = {turn.attempt: turn.employee for turn in turns if not turn.passed}
        if not worse:
            return {}
        people = set(worse.values())
        passes = {turn.employee for turn in turns if turn.passed}
        still = Attempt.objects.filter(quiz=quiz, passed=True, employee__in=people).exclude(pk__in=list(worse))
        passes |= set(still.values_list("employee_id", flat=True))
        holders = {each.employee_id for each in _valid(courses, list(people - passes))}
        return {attempt: Touch.DOUBTED for attempt, employee in worse.items() if employee in holders}


def _valid(courses: "Iterable[Course]", employees: Sequence[int]) -> list[Certificate]:
    """The certificates of these courses that these people hold and nobody has withdrawn."""
    held = Certificate.objects.filter(course__in=courses, employee__in=employees, revoked_on=None)
    return list(held.only("employee_id", "code", "wording").order_by("pk"))


add_consequence(QuizCertificates())
