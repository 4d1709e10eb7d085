"""Who is where, and who may see whom. Every other app delegates its `visible_to` to this one."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from treebeard.mp_tree import MP_NodeQuerySet

if TYPE_CHECKING:
    from people.models import Employee, Posting, Unit, User

SEES_PEOPLE = ("manager", "hr")  # roles whose holders see the people of their units


class UnitQuerySet(MP_NodeQuerySet):
    def under(self, units: "Iterable[Unit]") -> Self:
        """The given units and everything below them."""
        condition = Q(pk__in=[])
        for unit in units:
            condition |= Q(path__startswith=unit.path)
        return self.filter(condition)

    def granted_to(self, user: "User | Any", roles: Iterable[str]) -> Self:
        """Units over which `user` holds one of `roles`, with everything below them."""
        if not user.is_authenticated:
            return self.none()
        return self.under(self.model._default_manager.filter(grants__user=user, grants__role__in=list(roles)))


class PostingQuerySet(QuerySet["Posting"]):
    def on(self, day: date) -> Self:
        """Postings that cover `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def within(self, first: date, last: date) -> Self:
        """Postings that cover at least one day from `first` to `last`, both counted."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)


class EmployeeQuerySet(QuerySet["Employee"]):
    def in_units(self, units: QuerySet["Unit"], on: date) -> Self:
        """People posted to one of `units` on that day."""
        from people.models import Posting

        return self.filter(Exists(Posting.objects.on(on).filter(employee=OuterRef("pk"), unit__in=units)))

    def visible_to(self, user: "User | Any", on: date | None = None, roles: Iterable[str] = SEES_PEOPLE) -> Self:
        """Whom `user` may see: themselves, and the people posted today (`on`) below their grants.

        Only `manager` and `hr` grants show people; an administrator runs accounts, not people. HR also
        sees those who are posted nowhere that day but were, or will be, below the grant.
        """
        from django.utils.timezone import localdate

        from people.models import Posting, Unit

        if not user.is_authenticated:
            return self.none()
        granted = Unit.objects.filter(grants__user=user, grants__role__in=list(roles))
        tops = list(granted.annotate(role=F("grants__role")))
        posted = Posting.objects.on(on or localdate()).filter(employee=OuterRef("pk"))
        seen = Q(user=user) | Q(Exists(posted.filter(unit__in=Unit.objects.under(tops))))
        staffed = [unit for unit in tops if unit.role == "hr"]
        if staffed:
            ever = Posting.objects.filter(employee=OuterRef("pk"), unit__in=Unit.objects.under(staffed))
            seen |= ~Q(Exists(posted)) & Q(Exists(ever))
        return self.filter(seen)

    def with_posting(self, on: date) -> Self:
        """Adds `posting`: unit, position and manager on that day, at one query for the whole list."""
        from people.models import Posting

        postings = Posting.objects.on(on).select_related("unit", "position", "manager")
        return self.prefetch_related(Prefetch("postings", postings, to_attr="current"))
