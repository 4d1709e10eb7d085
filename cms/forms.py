"""The forms of the page editor."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from training.actions.courses import Terms


class CoursePageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What is the same in every language is shown as it stands, unless this page drafts another value."""
        super().__init__(*args, **kwargs)
        if "renew_days" in self.fields:
            self.fields["renew_days"].required = False
        if self.instance.pk and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial |= model_to_dict(self.instance.course, Terms.names())

    def clean_renew_days(self) -> int:
        days = self.cleaned_data["renew_days"]
        return Terms().renew_days if days is None else days


class LessonPageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["minutes"] = self.instance.lesson.minutes


class StandardPageForm(WagtailAdminPageForm):
    """The code is typed once; wording that came in by file is shown as it stands, unless this page drafts another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard = self.instance.standard if self.instance.standard_id else None
        if standard is None:
            return
        self.initial["code"] = standard.code
        self.fields["code"].disabled = standard.published or bool(standard.titles)
        if self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["title"] = standard.titles.get(self.instance.language) or self.initial["title"]

    def clean_code(self) -> str:
        """A code has one page in each language, and is not given to a second standard."""
        code: str = self.cleaned_data["code"].strip()
        if not code or self.fields["code"].disabled:
            return code
        model = type(self.instance)
        locale = self.instance.locale_id or self.parent_page.locale_id
        others = model.objects.filter(standard__code=code).exclude(pk=self.instance.pk)
        if others.filter(locale=locale).exists():
            raise ValidationError(_("%(code)s has its page in this language already. Edit that one.") % {"code": code})
        if self.instance.pk and others.exists() and self.instance.standard.code != code:
            raise ValidationError(
                _("%(code)s is another standard. Delete this draft and add the page to that one.") % {"code": code}
            )
        return code
