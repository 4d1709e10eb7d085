"""Loading and exporting in the back office."""

import tempfile
import uuid
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files import File
from django.db.models import Count, Max, Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import audit, jobs
from foundation.data.dump import dump, write_csv, write_xlsx
from foundation.data.kinds import Kind, kinds
from foundation.data.problems import Wrong
from foundation.models import Load
from foundation.views.office import DataPage, DataView

HISTORY = 20
BATCH = 500  # rows sent at once
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LoadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("CSV (UTF-8) or XLSX"))
    check_only = forms.BooleanField(
        label=gettext_lazy("Check only"),
        required=False,
        help_text=gettext_lazy("Says what would happen, and writes nothing."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(most)s can be loaded here. Load it with manage.py load.")
                % {"size": filesizeformat(file.size), "most": filesizeformat(settings.LARGEST_UPLOAD)}
            )
        return file


class Index(DataPage):
    """Every kind, how many rows it holds, and when a file last came in."""

    template_name = "foundation/data_index.html"
    page_title = gettext_lazy("Data")
    header_icon = "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = dict(Load.objects.order_by().values_list("kind").annotate(Max("at")))
        rows = [
            {
                "kind": kind._meta.name,
                "title": kind._meta.title,
                "loads": kind._meta.loads,
                "count": kind().size(),
                "last": latest.get(kind._meta.name),
            }
            for kind in sorted(kinds.values(), key=lambda kind: kind._meta.order)
        ]
        return super().get_context_data(
            loaded=[row for row in rows if row["loads"]], computed=[row for row in rows if not row["loads"]], **kwargs
        )


class OneKind(DataPage):
    """A kind: its columns, the way in, the way out, and what came in before."""

    template_name = "foundation/data_kind.html"
    header_icon = "table"
    parents: tuple[tuple[Any, Any], ...] = ((reverse_lazy("data_index"), gettext_lazy("Data")),)

    request: HttpRequest

    @cached_property
    def kind(self) -> Kind:
        if self.kwargs["kind"] not in kinds:
            raise Http404
        return kinds[self.kwargs["kind"]]()

    def get_page_title(self) -> Any:
        return self.kind._meta.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        loads = Load.objects.filter(kind=self.kind.name).select_related("by")[:HISTORY]
        meta = self.kind._meta
        context = {"kind": self.kind, "loads": loads, "loads_files": meta.loads, "private": meta.private}
        return super().get_context_data(**{"form": LoadForm()} | kwargs | context)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        form = LoadForm(request.POST, request.FILES)
        if not self.kind._meta.loads:
            raise Http404
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        job = start_load(self.kind, form.cleaned_data["file"], by=request.user, dry_run=form.cleaned_data["check_only"])
        return redirect("job", job.pk)


class OneLoad(DataPage):
    """A file that came in, told by its name and its SHA-256; the file itself is not kept."""

    template_name = "foundation/data_file.html"
    header_icon = "doc-full"

    @cached_property
    def load(self) -> Load:
        return get_object_or_404(Load.objects.select_related("by"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.load.file_name

    def get_parents(self) -> tuple[tuple[str, Any], ...]:
        above = ((reverse("data_index"), gettext_lazy("Data")),)
        if self.load.kind not in kinds:
            return above
        return (*above, (reverse("data_load", args=[self.load.kind]), kinds[self.load.kind]._meta.title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        again = Load.objects.filter(sha256=self.load.sha256, kind=self.load.kind).aggregate(times=Count("pk"))
        return super().get_context_data(load=self.load, times=again["times"], **kwargs)


class Export(DataView):
    """A kind as a file. Who took what out is in the history."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["kind"] not in kinds:
            raise Http404
        kind = kinds[kwargs["kind"]]()
        wanted = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
        try:
            belongs_to = {name: request.GET.get(name, "") for name in ("cycle", "scheme", "quiz")}
            rows = dump(kind, **belongs_to)
            response = _workbook(kind, rows) if wanted == "xlsx" else StreamingHttpResponse(_csv(rows), "text/csv")
        except Wrong as wrong:
            messages.error(request, _(wrong.template) % wrong.params)
            return redirect("data_load", kind.name)
        audit.record(request.user, "foundation.export", cast(Model, request.user), kind=kind.name, format=wanted)
        name = f"{kind.name}-{localdate():%Y-%m-%d}.{wanted}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def start_load(kind: Kind, file: "File[Any]", *, by: Any, dry_run: bool) -> Any:
    """Queue the file. On the storage it has a name nobody can guess, and it is deleted when it has been read."""
    file_name = str(file.name)
    file.name = uuid.uuid4().hex
    title = (_("Check %(kind)s: %(file)s") if dry_run else _("Load %(kind)s: %(file)s")) % {
        "kind": kind._meta.title,
        "file": file_name,
    }
    arguments = {"kind": kind.name, "dry_run": dry_run, "file_name": file_name}
    return jobs.start("load", title, by=by, at=now(), arguments=arguments, file=file)


def _csv(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """The rows in pieces of some size; a byte-order mark tells spreadsheets that it is UTF-8."""
    rows = iter(rows)
    yield b"\xef\xbb\xbf"
    while batch := list(islice(rows, BATCH)):
        text = StringIO()
        write_csv(batch, text)
        yield text.getvalue().encode()


def _workbook(kind: Kind, rows: Iterable[list[str]]) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(kind, rows, file)
    file.seek(0)
    return FileResponse(file, content_type=XLSX)
