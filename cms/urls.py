from django.urls import path

from cms.views import standards
from cms.views.course import course, courses
from cms.views.lesson import lesson
from cms.views.progress import lesson_done, lesson_progress

app_name = "cms"

urlpatterns = [
    path("standards/", standards.standards, name="standards"),
    path("standards/<str:code>/", standards.standard, name="standard"),
    path("standards/<str:code>/sign/", standards.sign_standard, name="standard-sign"),
    path("learn/", courses, name="courses"),
    path("learn/<str:course>/", course, name="course"),
    path("learn/<str:course>/<str:lesson>/", lesson, name="lesson"),
    path("learn/<str:course>/<str:lesson>/progress/", lesson_progress, name="lesson-progress"),
    path("learn/<str:course>/<str:lesson>/done/", lesson_done, name="lesson-done"),
]
