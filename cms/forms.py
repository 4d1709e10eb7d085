"""The forms of the page editor."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class CoursePageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What is the same in every language is shown as it stands, unless this page drafts another value."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["quiz"] = self.instance.course.quiz_id
            self.initial["valid_months"] = self.instance.course.valid_months


class LessonPageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["minutes"] = self.instance.lesson.minutes
