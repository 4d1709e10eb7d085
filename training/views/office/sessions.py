"""Sessions in the back office: the list, one session with its people, calling, changing and calling off."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from people.office.access import WIDE, OfficeList, OfficePage
from training.actions import sessions as actions
from training.models import BookingState, Session
from training.querysets import RUNS_SESSIONS
from training.rules import booking as rules
from training.views.office.own_time import OwnTime
from training.views.office.session_form import SessionForm


def state_of(session: Session) -> str:
    if session.cancelled_at:
        return _("called off")
    if session.ends_at <= now():
        return _("over")
    return _("under way") if session.starts_at <= now() else _("to come")


def starts(session: Session) -> str:
    return date_format(localtime(session.starts_at), "Y-m-d H:i")


class SessionList(OwnTime, OfficeList):
    """What one runs, the latest first."""

    roles = RUNS_SESSIONS
    model = Session
    page_title = gettext_lazy("Sessions")
    header_icon = "group"
    index_url_name = "sessions_office:index"
    index_results_url_name = "sessions_office:index_results"
    search_fields = ["place", "course__code"]
    default_ordering = "-starts_at"
    no_results_message = gettext_lazy("No session yet. Call one: the people who take the course can book a place.")
    columns = [
        TitleColumn(
            "course",
            label=gettext_lazy("Course"),
            accessor=lambda session: session.course.title,
            get_url=lambda session: reverse("sessions_office:session", args=[session.pk]),
        ),
        Column("starts_at", label=gettext_lazy("Starts"), sort_key="starts_at", accessor=starts),
        Column("place", label=gettext_lazy("Place"), classname=WIDE),
        Column("taken", label=gettext_lazy("Places"), accessor=lambda session: f"{session.taken} / {session.places}"),
        Column("waiting", label=gettext_lazy("In line"), classname=WIDE),
        Column("state", label=gettext_lazy("State"), accessor=state_of),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Call a session"), url=reverse("sessions_office:new"), icon_name="plus", priority=10)]

    def get_base_queryset(self) -> QuerySet[Session]:
        return Session.objects.run_by(self.request.user).select_related("course").with_places()


class AboutSession(OwnTime, OfficePage):
    """A page about one of the sessions one runs; the others are out of sight."""

    roles = RUNS_SESSIONS
    header_icon = "group"

    @cached_property
    def session(self) -> Session:
        own = Session.objects.run_by(self.request.user).with_places().select_related("course", "trainer", "unit")
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.session.course.title

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        here = reverse("sessions_office:session", args=[self.session.pk])
        return ((reverse("sessions_office:index"), gettext_lazy("Sessions")), (here, self.session.course.title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(session=self.session, state=state_of(self.session), **kwargs)

    def back(self) -> HttpResponse:
        return redirect("sessions_office:session", self.session.pk)


class OneSession(AboutSession):
    """When, where, and who comes; during the session, who is there."""

    template_name = "training/office/session.html"

    def get_page_title(self) -> str:
        return self.session.course.title

    def get_page_subtitle(self) -> str:
        return ""

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return super().get_parents()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bookings = list(self.session.bookings.select_related("employee").order_by("employee__employee_no"))
        line = [each.pk for each in self.session.bookings.in_line()]
        at = now()
        return super().get_context_data(
            people=[each for each in bookings if each.state not in (BookingState.WAITING, BookingState.CANCELLED)],
            line=sorted((each for each in bookings if each.pk in line), key=lambda each: line.index(each.pk)),
            present=sum(each.state == BookingState.ATTENDED for each in bookings),
            list_is_open=not self.session.cancelled_at and rules.list_is_open(self.session.starts_at, at),
            over=self.session.ends_at <= at,
            **kwargs,
        )


class NewSession(OwnTime, OfficePage):
    roles = RUNS_SESSIONS
    template_name = "training/office/session_form.html"
    page_title = gettext_lazy("Call a session")
    header_icon = "group"
    parents: tuple[tuple[str, Any], ...] = ()

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("sessions_office:index"), gettext_lazy("Sessions")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": SessionForm(by=self.reader), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SessionForm(request.POST, by=self.reader)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        session = actions.call(form.plan, by=self.reader)
        messages.success(request, _("The session is called. People who take the course can book a place now."))
        return redirect("sessions_office:session", session.pk)


class EditSession(AboutSession):
    """Everybody with a place, or in line for one, hears of a new time or place."""

    template_name = "training/office/session_form.html"
    page_title = gettext_lazy("Change")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = {} if "form" in kwargs else {"form": SessionForm(by=self.reader, session=self.session)}
        return super().get_context_data(**form, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SessionForm(request.POST, by=self.reader, session=self.session)
        if form.is_valid():
            try:
                actions.change(self.session.pk, form.plan, by=self.reader, at=now())
                messages.success(request, _("Saved. Whoever is concerned by it has been told."))
                return self.back()
            except actions.TooFewPlacesError as error:
                form.refuse_places(error.taken)
            except actions.CancelledError:
                messages.error(request, _("This session has been called off. Call a new one."))
                return self.back()
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CancelSession(AboutSession):
    """Ask first: everybody is told."""

    template_name = "training/office/cancel_session.html"
    page_title = gettext_lazy("Call off")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions.cancel(self.session.pk, by=self.reader, at=now())
        messages.success(request, _("The session is called off. Everybody who had a place or waited has been told."))
        return self.back()
