from django.urls import path

from people.views import join, me, preferences

app_name = "people"

urlpatterns = [
    path("me/", me.me, name="me"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("time-zone/", preferences.time_zone, name="time-zone"),
    path("reminders/", preferences.reminders, name="reminders"),
    path("join/<str:code>/", join.join, name="join"),
]
