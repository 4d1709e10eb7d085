from django.urls import path

from scorecards.views import cards, lines, team

app_name = "scorecards"

urlpatterns = [
    path("reviews/", cards.reviews, name="reviews"),
    path("reviews/<str:cycle>/<str:employee_no>/", cards.card, name="card"),
    path("reviews/<str:cycle>/<str:employee_no>/<int:line>/", lines.line, name="line"),
    path("team/", team.team, name="team"),
]
