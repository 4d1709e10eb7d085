from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Q, QuerySet

from people.models import Employee

if TYPE_CHECKING:
    from people.models import User
    from training.models import Certificate, Enrolment


class EnrolmentQuerySet(QuerySet["Enrolment"]):
    def own(self, user: "User | Any") -> Self:
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def with_course(self) -> Self:
        """With the course, its final quiz and `questions`, the number of questions in that quiz."""
        return self.select_related("course__quiz").annotate(questions=Count("course__quiz__items"))


class CertificateQuerySet(QuerySet["Certificate"]):
    def own(self, user: "User | Any") -> Self:
        return self.filter(employee__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def valid_on(self, day: date) -> Self:
        """Certificates in force on that day: issued, not yet expired, not yet revoked."""
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            issued_on__lte=day,
        )
