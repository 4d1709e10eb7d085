from django.utils.translation import gettext_lazy as _

from cms.models.face import Face


class AcademyPage(Face):
    """The root under which the courses and the standards of one language stand."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CoursePage", "cms.StandardsPage"]
    is_creatable = False
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("academy")

    def address(self) -> str:
        return "/learn/"
