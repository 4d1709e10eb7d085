"""Every address of the product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import files

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", files.serve, name="document"),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("allauth.urls")),
    path("", include("foundation.urls")),
    path("", include("people.urls")),
    path("", include("assessments.urls")),
    path("", include("training.urls")),
    path("", include("cms.urls")),
    path("", include("scorecards.urls")),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    from foundation.views.styleguide import styleguide

    urlpatterns += [
        path("styleguide/", styleguide, name="styleguide"),
        # Pictures alone: certificates and the files of jobs have doors that ask who is there.
        *static(f"{settings.MEDIA_URL}images/", document_root=settings.MEDIA_ROOT / "images"),
    ]

handler403 = "foundation.views.errors.forbidden"
handler404 = "foundation.views.errors.not_found"
handler500 = "foundation.views.errors.broken"
