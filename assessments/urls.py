from django.urls import path, re_path

from assessments.views import attempts, practice, question_pictures, quizzes, skills, uploads

app_name = "assessments"

urlpatterns = [
    re_path(
        r"^question-pictures/(?P<sha256>[0-9a-f]{64})/$", question_pictures.question_picture, name="question-picture"
    ),
    path("quizzes/<str:code>/", quizzes.quiz, name="quiz"),
    path("attempts/<int:pk>/", attempts.attempt, name="attempt"),
    path("attempts/<int:pk>/answers/<int:order>/", attempts.answer, name="answer"),
    path("attempts/<int:pk>/submit/", attempts.submit, name="submit"),
    path("attempts/<int:pk>/result/", attempts.result, name="result"),
    path("attempts/<int:pk>/skills/", skills.skills, name="skills"),
    path("practice/", practice.practice, name="practice"),
    path("practice/<int:pk>/<int:order>/", practice.answer, name="practice-answer"),
    path("handed-in/<uuid:pk>/", uploads.upload, name="upload"),
]
