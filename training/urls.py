from django.urls import path

from training.views import (
    attend,
    badges,
    certificates,
    certified,
    changes,
    home,
    paths,
    practicals,
    sessions,
    surveys,
    team_standards,
    verification,
)

app_name = "training"

urlpatterns = [
    path("", home.home, name="home"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("team/standards/", team_standards.team_standards, name="team-standards"),
    path("certificates/", certificates.certificates, name="certificates"),
    path(".well-known/did.json", badges.did_document, name="did"),
    path("certificates/<str:code>.json", certificates.certificate_badge, name="certificate-badge"),
    path("certificates/<str:code>.pdf", certificates.certificate_pdf, name="certificate-pdf"),
    path("paths/", paths.paths, name="paths"),
    path("paths/<str:code>/", paths.path, name="path"),
    path("paths/<str:code>/<str:course>/choose/", paths.choose, name="choose-course"),
    path("paths/<str:code>/<str:course>/give-back/", paths.give_back, name="give-back-course"),
    path("practicals/<int:pk>/", practicals.practical, name="practical"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/book/", sessions.book, name="book-session"),
    path("sessions/<int:pk>/give-back/", sessions.give_back, name="give-back-session"),
    path("sessions/<int:pk>/session.ics", sessions.calendar, name="session-calendar"),
    path("sessions/attend/<str:code>/", attend.attend, name="attend"),
    path("surveys/<int:enrolment>/<str:stage>/", surveys.survey, name="survey"),
    path("team/practicals/", practicals.team_practicals, name="team-practicals"),
    path("team/practicals/<str:employee_no>/<str:course>/", practicals.confirm_practical, name="confirm-practical"),
    path("team/certificates/", certified.team, name="team-certificates"),
    path("verify/", verification.verify_form, name="verify-form"),
    path("verify/<str:code>.json", verification.verify_json, name="verify-json"),
    path("verify/<str:code>/", verification.verify, name="verify"),
]
