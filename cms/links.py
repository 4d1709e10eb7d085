"""Links inside lessons: to a course or a lesson, in the language of whoever follows them."""

from django.db.models import Value
from django.utils.html import format_html
from wagtail.rich_text.pages import PageLinkHandler

from cms.models import CoursePage, LessonPage


class CourseLinkHandler(PageLinkHandler):
    """Fills in all links of a text with one query; a link to what cannot be read becomes plain text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = {int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()}
        lessons = LessonPage.objects.live().filter(pk__in=ids, lesson__course__published=True).order_by()
        courses = CoursePage.objects.live().filter(pk__in=ids, course__published=True).order_by()
        addresses = {
            pk: f"/learn/{course}/{lesson}/" if lesson else f"/learn/{course}/"
            for pk, course, lesson in lessons.values_list("pk", "lesson__course__code", "lesson__code").union(
                courses.values_list("pk", "course__code", Value(""))
            )
        }
        return [cls._anchor(addresses.get(int(attrs.get("id") or 0))) for attrs in attrs_list]

    @staticmethod
    def _anchor(address: str | None) -> str:
        return format_html('<a href="{}">', address) if address else "<a>"
