"""Templates of certificates in the back office: the list, the form, and how it would look."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from foundation import pdf
from foundation.views.office import forbidden
from people.models import Role
from people.office.access import WIDE, OfficeList, OfficePage, RoleRequired, over_all_units
from training import printing
from training.actions.certificate_templates import save_template
from training.models import Certificate, CertificateTemplate
from training.views.office.certificate_template_form import TemplateForm

PREVIEW_WIDTH = 1200  # pixels


class CompanyHr(RoleRequired):
    """Templates concern everybody: they ask for HR over the whole company."""

    roles = (Role.HR,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not over_all_units(request.user, Role.HR):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)


class TemplateList(CompanyHr, OfficeList):
    model = CertificateTemplate
    page_title = gettext_lazy("Certificate templates")
    header_icon = "image"
    index_url_name = "certificates_office:templates"
    index_results_url_name = "certificates_office:templates_results"
    search_fields = ["name"]
    default_ordering = "name"
    no_results_message = gettext_lazy(
        "No template yet: certificates have the emblem, the frame in seal red and no signatures."
    )
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("thing", "Name"),
            sort_key="name",
            get_url=lambda template: reverse("certificates_office:template", args=[template.pk]),
        ),
        Column("languages", label=gettext_lazy("Languages"), classname=WIDE, accessor="get_languages_display"),
        Column("courses", label=gettext_lazy("Courses"), accessor="used"),
        Column("standard", label=gettext_lazy("Otherwise"), accessor=lambda each: _("used") if each.standard else ""),
    ]

    def get_base_queryset(self) -> QuerySet[CertificateTemplate]:
        return CertificateTemplate.objects.annotate(used=Count("courses"))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        new = reverse("certificates_office:template_new")
        return [HeaderButton(_("New template"), url=new, icon_name="plus", priority=10)]


class EditTemplate(CompanyHr, OfficePage):
    """The form beside a picture of what it makes."""

    template_name = "training/office/certificate_template.html"
    header_icon = "image"

    @cached_property
    def template(self) -> CertificateTemplate:
        if "pk" not in self.kwargs:
            return CertificateTemplate()
        return get_object_or_404(CertificateTemplate, pk=self.kwargs["pk"])

    def get_page_title(self) -> Any:
        return self.template.name if self.template.pk else gettext_lazy("New template")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return (
            (reverse("certificates_office:index"), gettext_lazy("Certificates")),
            (reverse("certificates_office:templates"), gettext_lazy("Templates")),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template = self.template
        courses = template.courses.order_by("code") if template.pk else ()
        preview = reverse("certificates_office:template_preview", args=[template.pk] if template.pk else [])
        form = kwargs.pop("form", None) or TemplateForm(instance=template)
        return super().get_context_data(form=form, template=template, courses=courses, preview=preview, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TemplateForm(request.POST, request.FILES, instance=self.template)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        template = save_template(form.instance, by=self.reader, at=now())
        messages.success(
            request,
            _("“%(name)s” is saved. What is issued from now on looks like this; what was issued before stays as it is.")
            % {"name": template.name},
        )
        return redirect("certificates_office:template", template.pk)


class Preview(CompanyHr):
    """What the form as it stands would make, as a picture or, with `?format=pdf`, as the paper itself.

    GET: the template as it is saved. Nothing but newly sent pictures is kept.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        template = get_object_or_404(CertificateTemplate, pk=kwargs["pk"]) if "pk" in kwargs else CertificateTemplate()
        return self.drawn(request, template)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stored = get_object_or_404(CertificateTemplate, pk=kwargs["pk"]) if "pk" in kwargs else CertificateTemplate()
        form = TemplateForm(request.POST, request.FILES, instance=stored)
        named = {field: errors for field, errors in form.errors.items() if field != "name"}
        if named:
            sentence = next(iter(next(iter(named.values()))))
            return HttpResponse(str(sentence), status=422, content_type="text/plain; charset=utf-8")
        return self.drawn(request, form.instance)

    def drawn(self, request: HttpRequest, template: CertificateTemplate) -> HttpResponse:
        paper = printing.draw(_specimen(template, localdate()))
        if request.GET.get("format") == "pdf":
            return HttpResponse(paper, content_type="application/pdf")
        response = HttpResponse(pdf.picture(paper, PREVIEW_WIDTH), content_type="image/png")
        response["Cache-Control"] = "no-store"
        return response


def _specimen(template: CertificateTemplate, today: date) -> Certificate:
    """A certificate of nobody, to look at."""
    wording = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            issuer = template.issuer.get(language) or _("Five Hearts Retail Academy")
            wording[language] = {"course": _("The course"), "issuer": issuer}
    with translation.override(template.design.in_languages(list(dict(settings.LANGUAGES)))[0]):
        name = _("Specimen")
    return Certificate(
        code="5H-0000-0000-0000",
        name=name,
        wording=wording,
        design=template.design.store(),
        score="92",
        issued_on=today,
        expires_on=today + timedelta(days=364),
    )
