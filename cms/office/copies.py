"""A course once more, at one button."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from cms.actions.copies import start_copy
from cms.models import CoursePage, LessonPage
from people.models import Role
from people.office.access import OfficePage


class CopyCourse(OfficePage):
    """Says what will be copied and what will not, then has it done by a worker."""

    roles = (Role.TRAINER,)
    template_name = "cms/office/copy_course.html"
    page_title = gettext_lazy("Duplicate the course")
    header_icon = "copy"

    request: HttpRequest

    @cached_property
    def course_page(self) -> CoursePage:
        page = get_object_or_404(CoursePage.objects.select_related("course"), pk=self.kwargs["pk"])
        if not page.get_parent().permissions_for_user(self.request.user).can_add_subpage():
            raise Http404
        return page

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("wagtailadmin_explore", args=[self.course_page.pk]), self.course_page.title),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        course = self.course_page.course
        return super().get_context_data(
            course_page=self.course_page,
            languages=[page.locale.get_display_name() for page in course.pages.select_related("locale")],
            lessons=LessonPage.objects.filter(lesson__course=course).values("lesson").distinct().count(),
            form=uuid4(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            form = UUID(request.POST.get("form", ""))
        except ValueError:
            return redirect("copies:course", self.course_page.pk)
        job = start_copy(self.course_page.course, form=form, by=request.user, at=now())
        return redirect("job", job.pk)
