"""Publishing anew what people know already: first say what the change means for them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from assessments.models import Standard
from cms.models import CoursePage, LessonPage, StandardPage
from cms.models.face import Face
from cms.publications import is_news
from foundation.views.office import forbidden
from people.models import Role
from people.office.access import OfficePage
from training import impacts
from training.models import Change, Course
from training.views.office.changes import decided
from training.views.office.meaning_form import MeaningForm

KINDS = (CoursePage, LessonPage, StandardPage)


def ask_for_meaning(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Where to go instead of publishing at once, if learners could read another version of this page.

    The version is saved already, as a draft. A publication that is scheduled for later is decided on afterwards.
    """
    revision = page.latest_revision
    if not isinstance(page, KINDS) or revision is None or (page.go_live_at and page.go_live_at > now()):
        return None
    if not is_news(page, revision):
        return None
    return redirect("publish_change", page.pk, revision.pk)


class PublishChange(OfficePage):
    """Shows whom each meaning touches; publishes exactly this version with the one that is chosen."""

    roles = (Role.TRAINER,)
    template_name = "cms/office/publish_change.html"
    page_title = gettext_lazy("Before it is published")
    header_icon = "history"

    @cached_property
    def live(self) -> Face:
        """The page as it stands."""
        found = get_object_or_404(Page, pk=self.kwargs["page"]).specific
        if not isinstance(found, KINDS):
            raise Http404
        return found

    @cached_property
    def revision(self) -> Revision:
        return get_object_or_404(self.live.revisions, pk=self.kwargs["revision"])

    @cached_property
    def draft(self) -> Face:
        """The page as it is to be published."""
        return self.revision.as_object()  # type: ignore[no-any-return]

    @property
    def target(self) -> Course | Standard:
        match self.live:
            case StandardPage():
                return self.live.standard
            case LessonPage():
                return self.live.lesson.course
            case _:
                return self.live.course  # type: ignore[attr-defined,no-any-return]

    def get_page_subtitle(self) -> str:
        return self.draft.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        impact = impacts.of_target(self.target, now(), localdate())
        form = kwargs.pop("form", None) or MeaningForm(today=localdate())
        context = super().get_context_data(**kwargs)
        context.update(draft=self.draft, live=self.live, revision=self.revision, editor=self._editor())
        context.update(form=form, impact=impact, choices=form.choices(impact))
        return context

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._hindrance() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if hindrance := self._hindrance():
            return hindrance
        form = MeaningForm(request.POST, today=localdate())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        with transaction.atomic():
            PublishPageRevisionAction(self.revision, user=self.reader).execute()
            change = Change.objects.filter(page_revision=self.revision.pk).first()
            messages.success(request, _("“%(title)s” is published.") % {"title": self.draft.title})
            if change is not None:
                decided(request, change, form)
        if change is None:
            return redirect("wagtailadmin_explore", self.live.get_parent().pk)
        return redirect("changes:change", change.pk)

    def _hindrance(self) -> HttpResponse | None:
        """Where to go instead, if this version cannot be published by this person now."""
        if not self.live.permissions_for_user(self.reader).can_publish():
            return forbidden(self.request)
        if self.live.live and self.live.live_revision_id == self.revision.pk:  # pressed twice, or another tab
            change = Change.objects.filter(page_revision=self.revision.pk).first()
            return redirect("changes:change", change.pk) if change else redirect(self._editor())
        lock = self.live.get_lock()
        if lock is not None and lock.for_user(self.reader):
            messages.error(self.request, _("Somebody has locked this page. Your version is kept as a draft."))
            return redirect(self._editor())
        try:
            self.draft.full_clean()
        except ValidationError as wrong:
            for sentence in wrong.messages:
                messages.error(self.request, sentence)
            return redirect(self._editor())
        return None

    def _editor(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.live.pk])
