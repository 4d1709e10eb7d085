"""Learning paths in the back office: the list, and one path as its author wants it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from foundation.views.office import forbidden
from people.models import Role, User
from people.office.access import WIDE, OfficeList, OfficePage, over_all_units
from training.actions import path_saving, paths
from training.audiences import PathDraft, draft_of
from training.models import Course, Path, PathAssignment, PathStep
from training.path_problems import PathRefusedError
from training.views.office.path_form import PathSheet, carried

ROLES = (Role.TRAINER, Role.HR)
NAMES = 25  # people named at once before saving
CONTROLS = ("csrfmiddlewaretoken", "confirm", "back", "gains", "losses")


def may_edit(user: User | Any) -> bool:
    """A path is for everybody its rules name: whoever makes one is trainer or HR over the whole company."""
    return over_all_units(user, *ROLES)


class PathList(OfficeList):
    roles = ROLES
    model = Path
    page_title = gettext_lazy("Learning paths")
    header_icon = "list-ol"
    index_url_name = "paths:index"
    index_results_url_name = "paths:index_results"
    search_fields = ["code", *(f"titles__{language}" for language in dict(settings.LANGUAGES))]
    default_ordering = "code"
    no_results_message = gettext_lazy(
        "No learning path yet. Make one: courses in an order, for new people, people in service or those about to be "
        "promoted."
    )
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Path"),
            accessor=lambda path: path.title or path.code,
            get_url=lambda path: reverse("paths:people", args=[path.pk]),
        ),
        Column(
            "audience",
            label=gettext_lazy("Meant for"),
            classname=WIDE,
            accessor=lambda path: path.get_audience_display(),
        ),
        Column("courses", label=gettext_lazy("Courses"), sort_key="courses"),
        Column("on_it", label=gettext_lazy("People on it"), sort_key="on_it"),
        Column("completed", label=gettext_lazy("Completed"), classname=WIDE, sort_key="completed"),
        Column(
            "state",
            label=gettext_lazy("State"),
            classname=WIDE,
            accessor=lambda path: _("assigns people") if path.active else _("switched off"),
        ),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not may_edit(self.reader):
            return []
        return [HeaderButton(_("Make a path"), url=reverse("paths:new"), icon_name="plus", priority=10)]

    def get_base_queryset(self) -> QuerySet[Path]:
        live = PathAssignment.objects.filter(path=OuterRef("pk"), ended_at=None)
        return Path.objects.annotate(
            courses=_counted(PathStep.objects.filter(path=OuterRef("pk"))),
            on_it=_counted(live),
            completed=_counted(live.filter(completed_at__isnull=False)),
        )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counts = rows.order_by().values("path").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


class EditPath(OfficePage):
    """The sheet of a path. Saving goes by way of a page that says who would gain and who would lose what."""

    roles = ROLES
    template_name = "training/office/path.html"
    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not may_edit(request.user):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def path(self) -> Path | None:
        return get_object_or_404(Path, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @cached_property
    def stored(self) -> PathDraft | None:
        return draft_of(self.path) if self.path else None

    def get_page_title(self) -> Any:
        return str(self.path) if self.path else _("Make a path")

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        above = ((reverse("paths:index"), gettext_lazy("Learning paths")),)
        return (*above, (reverse("paths:people", args=[self.path.pk]), str(self.path))) if self.path else above

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {**here, "label": _("Change") if self.path else here["label"]}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = kwargs.pop("sheet", None) or PathSheet(draft=self.stored, version=self.path.version if self.path else 0)
        return super().get_context_data(sheet=sheet, path=self.path, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sheet = PathSheet(request.POST, draft=self.stored)
        if not sheet.is_valid():
            return self.again(sheet, 422)
        if "back" in request.POST:
            return self.again(sheet, 200)
        try:
            if "confirm" in request.POST:
                return self.saved(path_saving.save(sheet.draft, version=sheet.version, by=self.reader))
            path_saving.check(sheet.draft, version=sheet.version)
        except PathRefusedError as refusal:
            sheet.problems = [str(refusal)]
            return self.again(sheet, 409)
        return self.previewed(sheet.draft)

    def again(self, sheet: PathSheet, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(sheet=sheet), status=status)

    def saved(self, path: Path) -> HttpResponse:
        if path.active or path.assignments.filter(ended_at=None).exists():
            job = paths.queue(path, by=self.reader, at=now())
            messages.success(self.request, _("“%(path)s” is saved. It is being assigned now.") % {"path": path})
            return redirect("job", job.pk)
        messages.success(self.request, _("“%(path)s” is saved.") % {"path": path})
        return redirect("paths:people", path.pk)

    def previewed(self, draft: PathDraft) -> HttpResponse:
        """Counts and names, a page of each at a time; what was entered travels along."""
        found = paths.preview(draft, localdate())
        posted = self.request.POST
        context = {
            "gains": Paginator(found.entering, NAMES).get_page(posted.get("gains")),
            "losses": Paginator(found.leaving, NAMES).get_page(posted.get("losses")),
            "lacking": found.lacking.count(),
            "dropped": found.dropped.count(),
            "carried": carried(posted, CONTROLS),
            "draft": draft,
            "courses": Course.objects.in_bulk([step.course for step in draft.steps]),
        }
        self.template_name = "training/office/path_preview.html"
        return self.render_to_response(self.get_context_data(**context))
