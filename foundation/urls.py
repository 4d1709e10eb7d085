from django.urls import path

from foundation.views import notices

app_name = "foundation"

urlpatterns = [
    path("notices/", notices.inbox, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
]
