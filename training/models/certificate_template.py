from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.rules.designs import Design

HEX = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour is written as # and six digits, such as #b83a24."))


class CertificateTemplate(models.Model):
    """How certificates look, within limits: emblem or logo, signatures, seal, languages, accent.

    `issuer`: language → who issues it. `signatories`: [{"name", "title": {language: text}}], at most three.
    What is issued keeps its own copy of all this: a change here touches nothing that stands.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    issuer = models.JSONField(_("issuer"), default=dict)
    signatories = models.JSONField(_("signatories"), default=list, blank=True)
    languages = models.CharField(
        _("languages"),
        max_length=8,
        choices=[("both", _("both languages")), ("zh-hans", "简体中文"), ("en", "English")],
        default="both",
    )
    accent = models.CharField(_("accent colour"), max_length=7, default="#b83a24", validators=[HEX])
    logo = models.ImageField(_("logo"), upload_to="certificate-templates/", blank=True)
    seal = models.ImageField(_("seal"), upload_to="certificate-templates/", blank=True)
    standard = models.BooleanField(_("used where a course names none"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        constraints = [
            models.UniqueConstraint(
                fields=["standard"], condition=models.Q(standard=True), name="certificate_template_one_standard"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def design(self) -> Design:
        """What a certificate issued now keeps of it. The pictures are named by their content, and are never deleted."""
        looks = {"languages": self.languages, "accent": self.accent, "signatories": self.signatories}
        return Design.read({**looks, "logo": self.logo.name or "", "seal": self.seal.name or ""})
