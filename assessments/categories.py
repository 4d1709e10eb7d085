"""What the categories of the shipped standards are called. Any other category is shown as somebody typed it."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "after-sales": _("After-sales service"),
    "complaints": _("Complaints"),
    "cooperation": _("Working together"),
    "data": _("Customer data"),
    "feedback": _("Listening to customers"),
    "idea": _("Service idea"),
    "needs": _("Needs and advice"),
    "reception": _("Reception"),
    "relations": _("Customer relations"),
}


def category_name(code: str) -> str:
    """The category in the active language; '' for none."""
    return str(NAMES.get(code, code))
