from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from people.models import Employee, Role
from people.querysets import SEES_PEOPLE

if TYPE_CHECKING:
    from assessments.models import (
        Attempt,
        AttemptItem,
        Mark,
        Observation,
        Question,
        QuestionVersion,
        Quiz,
        Regrade,
        Save,
        Standard,
        Upload,
    )
    from people.models import User

MARKS = (Role.TRAINER,)  # whose holders mark what the people of their units hand in
BY_PERSON = ("essay", "file")  # kinds of question whose answers a person marks
SEES_PRACTICALS = (*SEES_PEOPLE, Role.TRAINER)  # whose holders see how the practicals of their people went


class AttemptQuerySet(QuerySet["Attempt"]):
    def own(self, user: "User | Any") -> Self:
        """The attempts that `user` sits: nobody answers for somebody else."""
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def graded(self) -> Self:
        return self.filter(submitted_at__isnull=False)

    def overdue(self, at: datetime) -> Self:
        """Attempts under way whose deadline has passed."""
        return self.filter(submitted_at=None, deadline_at__lt=at)


class AttemptItemQuerySet(QuerySet["AttemptItem"]):
    def counted(self) -> Self:
        """What counts of the attempts that are handed in and wholly marked: every item with its mark, none dropped."""
        return self.filter(
            attempt__submitted_at__isnull=False, attempt__percent__isnull=False, mark__isnull=False, dropped=False
        )

    def marked_by(self, user: "User | Any") -> Self:
        """What `user` may mark, or has marked: handed-in answers of the people whom they train, never their own."""
        if not user.is_authenticated:
            return self.none()
        people = Employee.objects.visible_to(user, roles=MARKS).exclude(user=user)
        return self.filter(
            attempt__employee__in=people,
            attempt__submitted_at__isnull=False,
            attempt__elsewhere=False,
            question__kind__in=BY_PERSON,
        )

    def waiting(self) -> Self:
        """Handed-in answers that still need a mark, or one more."""
        return self.filter(attempt__submitted_at__isnull=False, mark=None, dropped=False)


class MarkQuerySet(QuerySet["Mark"]):
    def given_by(self, user: "User | Any") -> Self:
        return self.filter(marker=user) if user.is_authenticated else self.none()


class RegradeQuerySet(QuerySet["Regrade"]):
    def standing(self) -> Self:
        """Those that count now, in the order in which they were approved."""
        return self.filter(state__in=("applying", "applied")).order_by("decided_at", "pk")


class SaveQuerySet(QuerySet["Save"]):
    def visible_to(self, user: "User | Any") -> Self:
        """What the people gave as answers whom `user` trains, never their own."""
        people = Employee.objects.visible_to(user, roles=MARKS).exclude(user=user.pk)
        return self.filter(item__attempt__employee__in=people)

    def came_late(self) -> Self:
        """The answers that came after the end, decided or not."""
        return self.filter(fate__in=("late", "accepted", "declined"))

    def undecided(self) -> Self:
        """Answers that came after the end, of which nobody has said yet whether they count."""
        return self.filter(fate="late")


class ObservationQuerySet(QuerySet["Observation"]):
    def visible_to(self, user: "User | Any") -> Self:
        """One's own, those one observed, and those of the people one sees; trainers see their units' practicals."""
        if not user.is_authenticated:
            return self.none()
        people = Employee.objects.visible_to(user, roles=SEES_PRACTICALS)
        return self.filter(Q(employee__in=people) | Q(observer=user))


class QuestionQuerySet(QuerySet["Question"]):
    def in_use(self) -> Self:
        """Questions that can be asked: not retired, and not mere marks from elsewhere."""
        return self.filter(retired_at=None).exclude(kind="marks")


class QuestionVersionQuerySet(QuerySet["QuestionVersion"]):
    def newest(self) -> Self:
        """The newest version of each question."""
        later = self.model._default_manager.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def asked_in(self, quiz: "Quiz") -> Self:
        """The newest version of each question of `quiz`, in the quiz's order."""
        newest = self.model._default_manager.filter(question=OuterRef("question")).order_by("-number")
        place = quiz.items.filter(question=OuterRef("question"))
        return (
            self.filter(question__quizzes=quiz, pk=Subquery(newest.values("pk")[:1]))
            .annotate(place=Subquery(place.values("order")[:1]))
            .select_related("question")
            .order_by("place", "question_id")
        )


class StandardQuerySet(QuerySet["Standard"]):
    def to_sign(self) -> Self:
        """Published standards that are to be read and signed."""
        return self.filter(published=True, must_sign=True)

    def of_position(self, position: Any) -> Self:
        """Standards of that position: those that name it, and those that name none and are for all."""
        named = self.model.positions.through._default_manager.filter(standard=OuterRef("pk"))
        return self.filter(~Exists(named) | Exists(named.filter(position=position)))


class UploadQuerySet(QuerySet["Upload"]):
    def visible_to(self, user: "User | Any") -> Self:
        """What one handed in oneself, and what those hand in whom one marks; nobody else opens such a file."""
        people = Employee.objects.visible_to(user, roles=MARKS)
        return self.filter(item__attempt__employee__in=people)
