"""Standards in the back office: what is the same in every language. What they say stands on their pages."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import SnippetViewSet

from assessments.actions.standards import revise
from assessments.models import Standard
from cms.models import StandardPage, StandardsPage
from people.models import Employee, Role
from people.office.access import RoleRequired


class StandardForm(WagtailAdminModelForm):
    """The clocks are part of what people sign: other clocks are another revision."""

    owner_no = forms.CharField(
        label=gettext_lazy("Owner"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Employee number of whoever answers questions about it."),
    )

    class Meta:
        model = Standard
        fields = ["category", "positions", "respond_minutes", "resolve_minutes", "effective_on", "must_sign", "ours"]
        widgets = {"positions": forms.CheckboxSelectMultiple, "effective_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["owner_no"] = self.instance.owner.employee_no if self.instance.owner else ""
        if isinstance(day := self.initial.get("effective_on"), date):
            self.initial["effective_on"] = day.isoformat()

    def clean_owner_no(self) -> str:
        number: str = self.cleaned_data["owner_no"].strip()
        self.owner = Employee.objects.filter(employee_no=number).first() if number else None
        if number and self.owner is None:
            raise forms.ValidationError(_("There is no employee %(number)s.") % {"number": number})
        return number

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean()
        respond, resolve = told.get("respond_minutes"), told.get("resolve_minutes")
        if respond and resolve and respond > resolve:
            self.add_error("resolve_minutes", _("It cannot be resolved before anybody has to respond."))
        return told

    def save(self, commit: bool = True) -> Standard:
        self.instance.owner = self.owner
        standard: Standard = super().save(commit)
        if commit and standard.published:
            revise([standard], at=now())
        return standard


class WordingPanel(Panel):  # type: ignore[misc]
    """Leads to the pages on which the standard is written, one per language."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc,name-defined]
        template_name = "cms/office/wording_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["faces"] = faces(self.instance)
            return context  # type: ignore[no-any-return]


def faces(standard: Standard) -> list[dict[str, Any]]:
    """For every language: its page, or where to write it."""
    pages = {page.language: page for page in StandardPage.objects.filter(standard=standard).select_related("locale")}
    shelves = {shelf.language: shelf for shelf in StandardsPage.objects.select_related("locale")}
    return [
        {
            "language": name,
            "page": pages.get(code),
            "shelf": shelves.get(code),
            "title": standard.titles.get(code, ""),
            "text": standard.texts.get(code, ""),
        }
        for code, name in settings.LANGUAGES
    ]


class WriteStandard(RoleRequired):
    """A new standard begins with its page, in the language of whoever writes it."""

    roles = (Role.TRAINER,)
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shelves = {shelf.language: shelf.pk for shelf in StandardsPage.objects.select_related("locale")}
        shelf = shelves.get(get_language() or "") or shelves.get(settings.LANGUAGE_CODE)
        if shelf is None:
            return redirect("wagtailadmin_home")
        return redirect("wagtailadmin_pages:add", "cms", "standardpage", shelf)


class StandardViewSet(SnippetViewSet):
    model = Standard
    icon = "clipboard-list"
    menu_label = gettext_lazy("All standards")
    menu_order = 10
    menu_hook = "register_standards_menu_item"
    add_view_class = WriteStandard
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["code", "title", "category", "must_sign", "published"]
    list_filter = ["category", "must_sign", "published", "ours"]
    search_fields = ["code", "category"]
    edit_handler = ObjectList(
        [
            WordingPanel(heading=gettext_lazy("What it says")),
            FieldPanel("category"),
            MultiFieldPanel(
                [FieldPanel("respond_minutes"), FieldPanel("resolve_minutes")],
                heading=gettext_lazy("Clocks"),
                help_text=gettext_lazy("In minutes. 24 hours are 1440, 48 hours are 2880."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("positions", help_text=gettext_lazy("Tick none if it is for everybody.")),
                    FieldPanel(
                        "must_sign", help_text=gettext_lazy("Everybody in these positions reads it and signs for it.")
                    ),
                    FieldPanel("effective_on"),
                    FieldPanel("owner_no"),
                ],
                heading=gettext_lazy("For whom, and from when"),
            ),
            FieldPanel("ours", help_text=gettext_lazy("Tick it if no manual fixes this and we settle it ourselves.")),
        ],
        base_form_class=StandardForm,
    )
