"""How the back office searches: by the letters somebody types, in any script, on either database.

Full-text search of SQLite and PostgreSQL takes a run of Chinese for one word, so that 投诉 finds no lesson on
complaints. Wagtail's substring backend finds it in fields; of pages we also look through all they say.
"""

from typing import Any

from django.db.models import Q
from modelsearch.backends.database.fallback import DatabaseSearchBackend, DatabaseSearchQueryCompiler
from wagtail.models import Page

from cms.models import PageWords


class WordsQueryCompiler(DatabaseSearchQueryCompiler):
    def build_single_term_filter(self, term: str) -> Q:
        found: Q = super().build_single_term_filter(term)
        if issubclass(self.queryset.model, Page) and not self.fields:
            found |= Q(pk__in=PageWords.objects.filter(draft__icontains=term).values("page"))
        return found


class SearchBackend(DatabaseSearchBackend):
    query_compiler_class: Any = WordsQueryCompiler
    autocomplete_query_compiler_class: Any = WordsQueryCompiler
