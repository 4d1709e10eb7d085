"""What of training is dumped."""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.data.columns import Day, Text
from foundation.data.kinds import Kind, register
from training.models import Certificate


@register
class Certificates(Kind):
    code = Text("code", longest=20, key=True)
    employee_no = Text("employee__employee_no", longest=40)
    name = Text("name", longest=100)
    course = Text("thing_code", longest=60)  # of the path where there is no course
    issued_on = Day("issued_on")
    expires_on = Day("expires_on")
    revoked_on = Day("revoked_on")
    sha256 = Text("sha256", longest=64)

    class Meta:
        name = "certificates"
        order = 20
        model = Certificate
        title = _("Certificates")
        loads = False

    def rows(self) -> QuerySet[Certificate]:
        return Certificate.objects.annotate(thing_code=Coalesce("course__code", "path__code"))
