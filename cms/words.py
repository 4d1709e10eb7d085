"""What a page says, as plain text to search in."""

from django.db.models import CharField, TextField
from wagtail.fields import RichTextField, StreamField

from cms.models.face import Face
from cms.parts import plain


def words_of(page: Face) -> str:
    """Title and content without markup, a part to a line; StreamField blocks say themselves what can be searched."""
    said = [page.title]
    for field in page._meta.get_fields():
        if field.model is not type(page):
            continue
        value = getattr(page, field.name, None)
        if isinstance(field, StreamField):
            said += field.get_searchable_content(value)
        elif isinstance(field, RichTextField):
            said.append(plain(str(value or "")))
        elif isinstance(field, CharField | TextField):
            said.append(str(value or ""))
    return "\n".join(" ".join(str(part).split()) for part in said if part)
