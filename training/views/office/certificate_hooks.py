"""Where certificates are found in the back office; training.wagtail_hooks imports this."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from people.models import Role
from people.office.access import RoleMenuItem
from training.views.office import certificate_issue, certificate_templates, certificates, certified

routes = [
    path("", certificates.CertificateList.as_view(), name="index"),
    path("results/", certificates.CertificateList.as_view(results_only=True), name="index_results"),
    path("issue/", certificate_issue.Issue.as_view(), name="issue"),
    path("zip/", certificates.Archive.as_view(), name="archive"),
    path("certified/", certified.CertifiedOn.as_view(), name="certified"),
    path("certified/sheet/", certified.CertifiedSheet.as_view(), name="certified_sheet"),
    path("templates/", certificate_templates.TemplateList.as_view(), name="templates"),
    path("templates/results/", certificate_templates.TemplateList.as_view(results_only=True), name="templates_results"),
    path("templates/new/", certificate_templates.EditTemplate.as_view(), name="template_new"),
    path("templates/preview/", certificate_templates.Preview.as_view(), name="template_preview"),
    path("templates/<int:pk>/", certificate_templates.EditTemplate.as_view(), name="template"),
    path("templates/<int:pk>/preview/", certificate_templates.Preview.as_view(), name="template_preview"),
    path("<str:code>/", certificates.OneCertificate.as_view(), name="certificate"),
    path("<str:code>/copy/", certificates.Reissue.as_view(), name="reissue"),
    path("<str:code>/withdraw/", certificates.Revoke.as_view(), name="revoke"),
]


@hooks.register("register_admin_urls")
def certificate_urls() -> list[object]:
    return [path("certificates/", include((routes, "certificates_office"), namespace="certificates_office"))]


@hooks.register("register_admin_menu_item")
def certificate_menu() -> MenuItem:
    only = (Role.HR,)
    office = "certificates_office"
    entries = Menu(
        items=[
            RoleMenuItem(
                _("Certificates"), reverse(f"{office}:index"), icon_name="clipboard-list", roles=only, order=10
            ),
            RoleMenuItem(
                _("Who was certified"), reverse(f"{office}:certified"), icon_name="calendar-check", roles=only, order=20
            ),
            RoleMenuItem(_("Templates"), reverse(f"{office}:templates"), icon_name="image", roles=only, order=30),
        ]
    )
    return SubmenuMenuItem(_("Certificates"), entries, name="certificates", icon_name="clipboard-list", order=330)
