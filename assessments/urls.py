from django.urls import path

from assessments.views import attempts, quizzes, uploads

app_name = "assessments"

urlpatterns = [
    path("quizzes/<str:code>/", quizzes.quiz, name="quiz"),
    path("attempts/<int:pk>/", attempts.attempt, name="attempt"),
    path("attempts/<int:pk>/answers/<int:order>/", attempts.answer, name="answer"),
    path("attempts/<int:pk>/submit/", attempts.submit, name="submit"),
    path("attempts/<int:pk>/result/", attempts.result, name="result"),
    path("handed-in/<uuid:pk>/", uploads.upload, name="upload"),
]
