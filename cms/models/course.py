from typing import Any, Self

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from assessments.models import Quiz
from cms.forms import CoursePageForm
from cms.identities import course_of, follow_address
from cms.models.face import ADDRESS, Face
from cms.querysets import CoursePageQuerySet
from training.models import Course


class CoursePage(Face):
    """The face of a course in one language."""

    course = models.ForeignKey(
        Course, blank=True, on_delete=models.PROTECT, related_name="pages", verbose_name=_("course")
    )
    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences: what somebody can do after this course."),
    )
    quiz = models.ForeignKey(
        Quiz,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("final quiz"),
        help_text=_("Opens once every lesson is done. Without one, the last lesson completes the course."),
    )
    valid_months = models.PositiveIntegerField(
        _("certificate valid for (months)"),
        null=True,
        blank=True,
        help_text=_("Leave empty if the certificate never expires."),
    )

    objects = PageManager.from_queryset(CoursePageQuerySet)()

    base_form_class = CoursePageForm
    content_panels = [
        TitleFieldPanel("title", placeholder=_("Course title"), help_text=_("What learners read at the top.")),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("quiz"), FieldPanel("valid_months")],
            heading=_("At the end of the course (the same in every language)"),
        ),
        ADDRESS,
    ]
    promote_panels: list[Panel] = []
    settings_panels: list[Panel] = []
    parent_page_types = ["cms.AcademyPage"]
    subpage_types = ["cms.LessonPage"]
    exclude_fields_in_copy = ["course"]
    template = "cms/course_page.html"
    admin_default_ordering = "ord"
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.course_id is None:
            self.take_locale()
            self.course = course_of(self)
        else:
            follow_address(self, self.course)
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft or an old revision never changes which course this page is the face of."""
        page = super().with_content_json(content)
        page.course = self.course
        return page

    def address(self) -> str:
        return self.course.get_absolute_url() if self.course_id else f"/learn/{self.slug}/"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from cms.views.previews import preview_course

        return preview_course(request, self)
