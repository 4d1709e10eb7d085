from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from people.models import Employee, Role
from people.querysets import SEES_PEOPLE

if TYPE_CHECKING:
    from assessments.models import Attempt, AttemptItem, Observation, Question, QuestionVersion, Quiz, Standard, Upload
    from people.models import User

MARKS = (Role.TRAINER,)  # whose holders mark what the people of their units hand in
SEES_PRACTICALS = (*SEES_PEOPLE, Role.TRAINER)  # whose holders see how the practicals of their people went


class AttemptQuerySet(QuerySet["Attempt"]):
    def own(self, user: "User | Any") -> Self:
        """The attempts that `user` sits: nobody answers for somebody else."""
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def graded(self) -> Self:
        return self.filter(submitted_at__isnull=False)


class AttemptItemQuerySet(QuerySet["AttemptItem"]):
    def counted(self) -> Self:
        """What counts of the attempts that are handed in and wholly marked: every item with its mark, none dropped."""
        return self.filter(
            attempt__submitted_at__isnull=False, attempt__percent__isnull=False, mark__isnull=False, dropped=False
        )


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
