from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from assessments.models import Quiz, Rubric
from cms.forms import CoursePageForm
from cms.identities import course_of, follow_address
from cms.models.face import ADDRESS, SCHEDULE, Face
from cms.querysets import CoursePageQuerySet
from training.actions.courses import Terms
from training.models import CertificateTemplate, Course


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
    pretest = models.ForeignKey(
        Quiz,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("pre-test"),
        help_text=_("Taken before the first lesson. It shows what somebody knows already and counts for nothing."),
    )
    rubric = models.ForeignKey(
        Rubric,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("practical"),
        help_text=_("What a trainer or manager watches for on the shop floor. Without one, nobody is observed."),
    )
    needs_session = models.BooleanField(
        _("a session must be attended"),
        default=False,
        help_text=_("The course is complete only after somebody has been at one of its sessions."),
    )
    follow_up_days = models.PositiveIntegerField(
        _("follow-up survey after (days)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(730)],
        help_text=_("So long after completion learners are asked what has stayed. Leave empty to ask nobody."),
    )
    renew_days = models.PositiveIntegerField(
        _("renewal opens before expiry (days)"),
        default=30,
        validators=[MaxValueValidator(365)],
        help_text=_("From then on the course may be taken again to renew the certificate."),
    )
    certificate_template = models.ForeignKey(
        CertificateTemplate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("certificate template"),
        help_text=_("Leave empty for the standard one."),
    )

    objects = PageManager.from_queryset(CoursePageQuerySet)()

    base_form_class = CoursePageForm
    content_panels = [
        TitleFieldPanel("title", placeholder=_("Course title"), help_text=_("What learners read at the top.")),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("pretest"), FieldPanel("quiz"), FieldPanel("rubric"), FieldPanel("needs_session")],
            heading=_("What the course asks for (the same in every language)"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("valid_months"),
                FieldPanel("renew_days"),
                FieldPanel("certificate_template"),
                FieldPanel("follow_up_days"),
            ],
            heading=_("Certificate and afterwards (the same in every language)"),
        ),
        ADDRESS,
    ]
    promote_panels: list[Panel] = []
    settings_panels = SCHEDULE
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

    @property
    def terms(self) -> Terms:
        """What this page says about the course as a whole, whatever its language."""
        return Terms(**{name: getattr(self, name) for name in Terms.names()})

    def address(self) -> str:
        return self.course.get_absolute_url() if self.course_id else f"/learn/{self.slug}/"

    def preview(self, request: HttpRequest) -> HttpResponse:
        from cms.views.previews import preview_course

        return preview_course(request, self)
