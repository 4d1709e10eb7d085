"""What changed in something one knows, and noting that one has read it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.models import Role
from people.permissions import OFFICE, has_role
from training import sign_offs
from training.actions.sign_off import acknowledge
from training.models import Change, Meaning


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """In the reader's language. POST: whoever completed the course before notes that they have read it."""
    learner = getattr(request.user, "employee", None)
    if learner is None and not has_role(request.user, Role.MANAGER, *OFFICE):
        raise Http404
    decided = Change.objects.exclude(meaning="").select_related("course", "revision__standard")
    found = get_object_or_404(decided, pk=pk)
    owed = learner is not None and sign_offs.owed_acknowledgements(learner).filter(pk=found.pk).exists()
    if request.method == "POST":
        if learner is not None and owed:
            acknowledge(learner, found, get_language() or learner.language, now())
            messages.success(request, _("Thank you. It is noted that you have read it."))
        return redirect("training:change", found.pk)
    read = learner and found.acknowledgements.filter(employee=learner).first()
    context = {
        "change": found,
        "owed": owed,
        "read": read,
        "retrain": found.meaning == Meaning.RETRAIN,
        "to_sign": found.revision is not None
        and found.revision.standard.must_sign
        and found.meaning != Meaning.COSMETIC,
    }
    return render(request, "training/change.html", context)
