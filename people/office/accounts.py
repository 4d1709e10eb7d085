"""Ways in and roles: what the office does to a person's account."""

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.views.office import forbidden
from people.actions.grants import grant_role, revoke_role
from people.actions.invitations import invite
from people.models import Employee, Role, RoleGrant
from people.office.access import OfficePage, RoleRequired
from people.office.forms import GrantForm
from people.office.scope import OFFICE_ROLES, people_of


def _shown_once(employee: Employee) -> str:
    """Where a new code waits in the session until it has been shown."""
    return f"invitation-{employee.pk}"


class AboutPerson(RoleRequired):
    """Something done to one person, then back to their page."""

    roles = OFFICE_ROLES
    http_method_names = ["post"]

    @cached_property
    def employee(self) -> Employee:
        people = people_of(self.request.user, localdate()).select_related("user")
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.act(request)
        except PermissionDenied:
            return forbidden(request)

    def act(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    def back(self) -> HttpResponse:
        return redirect("people_office:person", self.employee.pk)


class Invite(AboutPerson):
    """Make a one-time way in. A second press before it was shown shows the same one."""

    def act(self, request: HttpRequest) -> HttpResponse:
        key = _shown_once(self.employee)
        if key not in request.session:
            code = invite(self.employee, by=self.reader, at=now())
            request.session[key] = {"code": code, "sent": _send(self.employee, code)}
        return redirect("people_office:invitation", self.employee.pk)


class ShowInvitation(OfficePage):
    """The link and its QR, once. Opened again, the page says that they cannot be had twice."""

    roles = OFFICE_ROLES
    template_name = "people/office/invitation.html"
    page_title = gettext_lazy("One-time link")
    header_icon = "key"

    @cached_property
    def employee(self) -> Employee:
        return get_object_or_404(people_of(self.request.user, localdate()), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.employee.name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return (
            (reverse("people_office:index"), gettext_lazy("People")),
            (reverse("people_office:person", args=[self.employee.pk]), self.employee.name),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.request.session.pop(_shown_once(self.employee), None)
        context = super().get_context_data(**kwargs)
        context["employee"] = self.employee
        if waiting is not None:
            link = link_of(waiting["code"])
            context.update(code=waiting["code"], sent=waiting["sent"], link=link, qr=drawn(link))
        return context


class Grant(AboutPerson):
    def act(self, request: HttpRequest) -> HttpResponse:
        user = self.employee.user
        if user is None:
            messages.error(request, _("There is no account yet. Invite the person first."))
            return self.back()
        form = GrantForm(request.POST, by=self.reader, user=user)
        if not form.is_valid():
            messages.error(request, _("Choose a role and a unit."))
            return self.back()
        role, unit = Role(form.cleaned_data["role"]), form.cleaned_data["unit"]
        grant_role(user, role, unit, by=self.reader, at=now())
        words = {"name": self.employee.name, "role": role.label, "unit": unit.name}
        messages.success(request, _("%(name)s is now %(role)s over %(unit)s.") % words)
        return self.back()


class Revoke(AboutPerson):
    """Take a role away. Pressed twice, the second press finds nothing left to do."""

    def act(self, request: HttpRequest) -> HttpResponse:
        grants = RoleGrant.objects.filter(user=self.employee.user_id, user__isnull=False)
        grant = grants.filter(pk=self.kwargs["grant"]).select_related("unit", "user").first()
        if grant is not None:
            revoke_role(grant.user, grant.role, grant.unit, by=self.reader, at=now())
            words = {"name": self.employee.name, "role": grant.get_role_display(), "unit": grant.unit.name}
            messages.success(request, _("%(name)s is no longer %(role)s over %(unit)s.") % words)
        return self.back()


def link_of(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('people:join', args=[code])}"


def drawn(link: str) -> SafeString:
    """The link as a QR code, an SVG of ours alone: safe to put into a page."""
    code = segno.make(link, error="m").svg_inline(scale=5, border=2, dark="#26211c", light="#ffffff")
    return mark_safe(code)  # noqa: S308


def _send(employee: Employee, code: str) -> bool:
    """Write to the person in their own language; False where there is no address."""
    if not employee.email:
        return False
    with translation.override(employee.language):
        subject = _("Your way into Five Hearts")
        text = render_to_string(
            "people/office/invitation.txt", {"employee": employee, "code": code, "link": link_of(code)}
        )
    return bool(send_mail(subject, text, None, [employee.email], fail_silently=True))
