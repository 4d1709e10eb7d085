from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.finding import LONGEST, find
from cms.views.pages import wanted_language


def search(request: HttpRequest) -> HttpResponse:
    """What was found for ?q= among all that can be read; the courses view has seen who asks."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    return render(request, "cms/search.html", {"query": query, "hits": find(query, wanted_language(request))})
