from django.urls import path

from cms.views.course import course, courses
from cms.views.lesson import lesson, lesson_done

app_name = "cms"

urlpatterns = [
    path("learn/", courses, name="courses"),
    path("learn/<str:course>/", course, name="course"),
    path("learn/<str:course>/<str:lesson>/", lesson, name="lesson"),
    path("learn/<str:course>/<str:lesson>/done/", lesson_done, name="lesson-done"),
]
