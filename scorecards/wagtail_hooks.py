"""The back office for cycles, cards and incentives."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from people.models import Role
from people.office.access import RoleMenuItem
from scorecards.views.office import cards, cycles, kpis, schemes

cycle_routes = [
    path("", cycles.CycleList.as_view(), name="index"),
    path("results/", cycles.CycleList.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", cycles.CycleDetail.as_view(), name="cycle"),
    path("<int:pk>/score/", cycles.ScoreCycle.as_view(), name="score"),
    path("<int:pk>/close/", cycles.CloseCycle.as_view(), name="close"),
    path("<int:pk>/reopen/", cycles.ReopenCycle.as_view(), name="reopen"),
    path("<int:pk>/cards/", cards.CardList.as_view(), name="cards"),
    path("<int:pk>/cards/results/", cards.CardList.as_view(results_only=True), name="cards_results"),
]
scheme_routes = [
    path("", schemes.SchemeList.as_view(), name="index"),
    path("results/", schemes.SchemeList.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", schemes.SchemeDetail.as_view(), name="scheme"),
    path("<int:pk>/pay/", schemes.PayScheme.as_view(), name="pay"),
    path("<int:pk>/payouts/", schemes.PayoutList.as_view(), name="payouts"),
    path("<int:pk>/payouts/results/", schemes.PayoutList.as_view(results_only=True), name="payouts_results"),
]
kpi_routes = [
    path("", kpis.KpiList.as_view(), name="index"),
    path("results/", kpis.KpiList.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", kpis.OneKpi.as_view(), name="kpi"),
]


@hooks.register("register_admin_urls")
def urls() -> list[object]:
    return [
        path("cycles/", include((cycle_routes, "cycles"), namespace="cycles")),
        path("kpis/", include((kpi_routes, "kpis"), namespace="kpis")),
        path("schemes/", include((scheme_routes, "schemes"), namespace="schemes")),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    only = (Role.HR,)
    entries = Menu(
        items=[
            RoleMenuItem(_("Cycles"), reverse("cycles:index"), icon_name="date", roles=only, order=10),
            RoleMenuItem(_("Incentives"), reverse("schemes:index"), icon_name="tag", roles=only, order=20),
        ]
    )
    return SubmenuMenuItem(_("Reviews"), entries, name="reviews", icon_name="tasks", order=320)


@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    actions.register_action("scorecards.read", _("Read a scorecard"), _("Scorecard read"))
    actions.register_action("scorecards.read_team", _("Read a team's scores"), _("Team's scores read"))
    actions.register_action("scorecards.read_list", _("Read a list of scorecards"), _("Scorecards read"))
    actions.register_action("scorecards.read_payouts", _("Read a list of payouts"), _("Payouts read"))
    actions.register_action("scorecards.name_standards", _("Name standards"), _("Standards of the KPI named"))


@hooks.register("register_standards_menu_item")
def kpis_menu() -> MenuItem:
    return RoleMenuItem(_("KPIs"), reverse("kpis:index"), icon_name="table", roles=kpis.READERS, order=50)
