from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the look on one page, in development."""
    return render(request, "styleguide.html", {"bands": [("S", 110), ("A", 95), ("B", 80), ("C", 60), ("D", 0)]})
