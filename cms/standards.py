"""Standards in the back office: one field for each language instead of raw JSON."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from assessments.models import Standard

FIELDS = {language: language.replace("-", "_") for language in dict(settings.LANGUAGES)}


class StandardForm(WagtailAdminModelForm):
    """Title and text in every language; all of them are needed, so that every lesson is complete."""

    class Meta:
        model = Standard
        fields = ["code", "category", "ours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, name in FIELDS.items():
            self.initial[f"title_{name}"] = self.instance.titles.get(language, "")
            self.initial[f"text_{name}"] = self.instance.texts.get(language, "")
        self.fields["code"].disabled = self.instance.pk is not None

    def save(self, commit: bool = True) -> Standard:
        told = self.cleaned_data
        self.instance.titles = {language: told[f"title_{name}"] for language, name in FIELDS.items()}
        self.instance.texts = {language: told[f"text_{name}"] for language, name in FIELDS.items()}
        return super().save(commit)


for _name in FIELDS.values():
    StandardForm.declared_fields[f"title_{_name}"] = forms.CharField(label=_("Title"), max_length=200)
    StandardForm.declared_fields[f"text_{_name}"] = forms.CharField(
        label=_("The rule, in one or two sentences"), widget=forms.Textarea(attrs={"rows": 3})
    )


class StandardViewSet(SnippetViewSet):
    model = Standard
    icon = "clipboard-list"
    menu_label = _("Standards")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["code", "title", "category", "ours"]
    list_filter = ["category", "ours"]
    search_fields = ["code", "category"]
    edit_handler = ObjectList(
        [
            FieldPanel("code", help_text=_("Lessons, questions and visits refer to it. It never changes.")),
            FieldPanel("category"),
            *(
                MultiFieldPanel(
                    [FieldPanel(f"title_{name}"), FieldPanel(f"text_{name}")],
                    heading=dict(settings.LANGUAGES)[language],
                )
                for language, name in FIELDS.items()
            ),
            FieldPanel("ours", help_text=_("Tick it if no manual fixes this and we settle it ourselves.")),
        ],
        base_form_class=StandardForm,
    )
