"""The first page of the back office: every door that this person may open, as in the menu beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu
from wagtail.admin.ui.components import Component


@dataclass(frozen=True, slots=True)
class Room:
    label: str
    icon: str
    doors: list[MenuItem]

    @property
    def door(self) -> MenuItem | None:
        """The only door of a room without others."""
        return self.doors[0] if len(self.doors) == 1 else None


def rooms(request: HttpRequest) -> list[Room]:
    """The menu of this person, opened up: one room per entry, its doors in the menu's order."""
    return [
        Room(str(item.label), item.icon_name, _doors(item, request))
        for item in sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    ]


def _doors(item: MenuItem, request: HttpRequest) -> list[MenuItem]:
    if not isinstance(item, SubmenuMenuItem):
        return [item]
    return sorted(item.menu.menu_items_for_request(request), key=lambda door: door.order)


class DoorsPanel(Component):
    name = "doors"
    template_name = "people/office_doors.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"rooms": rooms(parent_context["request"])}
