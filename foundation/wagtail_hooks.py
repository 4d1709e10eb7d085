"""Data and jobs in the back office."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from foundation.data.access import may_handle
from foundation.views import data, jobs


class DataMenuItem(MenuItem):
    """An entry that only those see who may handle all data."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle(request.user)


@hooks.register("register_admin_urls")
def urls() -> list[object]:
    return [
        path("data/", data.Index.as_view(), name="data_index"),
        path("data/loads/<int:pk>/", data.OneLoad.as_view(), name="data_file"),
        path("data/<slug:kind>/", data.OneKind.as_view(), name="data_load"),
        path("data/<slug:kind>/export/", data.Export.as_view(), name="data_export"),
        path("jobs/", jobs.JobList.as_view(), name="jobs"),
        path("jobs/<int:pk>/", jobs.OneJob.as_view(), name="job"),
        path("jobs/<int:pk>/progress/", jobs.progress, name="job_progress"),
        path("jobs/<int:pk>/cancel/", jobs.cancel, name="job_cancel"),
        path("jobs/<int:pk>/file/", jobs.download, name="job_file"),
    ]


@hooks.register("register_admin_menu_item")
def data_menu() -> MenuItem:
    return DataMenuItem(_("Data"), reverse_lazy("data_index"), name="data", icon_name="table", order=340)


@hooks.register("register_admin_menu_item")
def jobs_menu() -> MenuItem:
    return DataMenuItem(_("Jobs"), reverse_lazy("jobs"), name="jobs", icon_name="cogs", order=350)


@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    actions.register_action("foundation.load", _("Load a file"), _("File loaded"))
    actions.register_action("foundation.export", _("Export"), _("Exported"))
