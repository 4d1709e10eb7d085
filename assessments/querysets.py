from typing import TYPE_CHECKING, Any, Self

from django.db.models import OuterRef, QuerySet, Subquery

from people.models import Employee

if TYPE_CHECKING:
    from assessments.models import Attempt, QuestionVersion, Quiz
    from people.models import User


class AttemptQuerySet(QuerySet["Attempt"]):
    def own(self, user: "User | Any") -> Self:
        """The attempts that `user` sits: nobody answers for somebody else."""
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def graded(self) -> Self:
        return self.filter(submitted_at__isnull=False)


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
