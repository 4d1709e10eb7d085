from django.urls import path

from training.views import certificates, home, verification

app_name = "training"

urlpatterns = [
    path("", home.home, name="home"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<str:code>.pdf", certificates.certificate_pdf, name="certificate-pdf"),
    path("verify/", verification.verify_form, name="verify-form"),
    path("verify/<str:code>/", verification.verify, name="verify"),
]
