from collections.abc import Iterable
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from assessments.models import Standard
from cms.blocks import LessonBody
from cms.forms import LessonPageForm
from cms.identities import follow_address, lesson_of
from cms.models.face import ADDRESS, SCHEDULE, Face
from cms.querysets import LessonPageQuerySet
from training.models import Lesson


class LessonPage(Face):
    """The face of a lesson in one language."""

    lesson = models.ForeignKey(
        Lesson, blank=True, on_delete=models.PROTECT, related_name="pages", verbose_name=_("lesson")
    )
    minutes = models.PositiveIntegerField(
        _("minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("How long it takes to read and try. The same in every language."),
    )
    body = StreamField(
        LessonBody(),
        verbose_name=_("content"),
        blank=True,
        help_text=_("A heading, a scenario and a check each begin a new step on the phone."),
    )

    objects = PageManager.from_queryset(LessonPageQuerySet)()

    base_form_class = LessonPageForm
    content_panels = [
        TitleFieldPanel("title", placeholder=_("Lesson title"), help_text=_("What learners read at the top.")),
        FieldPanel("minutes"),
        FieldPanel("body"),
        ADDRESS,
    ]
    promote_panels: list[Panel] = []
    settings_panels = SCHEDULE
    parent_page_types = ["cms.CoursePage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["lesson"]
    template = "cms/lesson_page.html"
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("lesson page")
        verbose_name_plural = _("lesson pages")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.lesson_id is None:
            self.take_locale()
            self.lesson = lesson_of(self)
        else:
            follow_address(self, self.lesson)
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft or an old revision never changes which lesson this page is the face of."""
        page = super().with_content_json(content)
        page.lesson = self.lesson
        return page

    def address(self) -> str:
        if self.lesson_id:
            return self.lesson.get_absolute_url()
        return f"{self.get_parent().specific.address()}{self.slug}/"

    def standards(self) -> Iterable[Standard]:
        """The standards that the lesson shows, each once, in the order of the page."""
        shown = [block.value for block in self.body if block.block_type == "standard" and block.value]
        return {standard.pk: standard for standard in shown}.values()

    def can_move_to(self, parent: Page) -> bool:
        """A lesson stays in its course: what people learned hangs on both."""
        return bool(parent.pk == self.get_parent().pk)

    def preview(self, request: HttpRequest) -> HttpResponse:
        from cms.views.previews import preview_lesson

        return preview_lesson(request, self)
