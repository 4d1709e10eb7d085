"""What of assessments is loaded and dumped."""

from django.utils.translation import gettext_lazy as _

from assessments.models import Competency
from foundation.data.columns import Text
from foundation.data.kinds import Kind, register


@register
class Competencies(Kind):
    code = Text("code", longest=60, key=True, required=True)
    name = Text("name", longest=200, required=True)

    class Meta:
        name = "competencies"
        order = 5
        model = Competency
        title = _("Competencies")
