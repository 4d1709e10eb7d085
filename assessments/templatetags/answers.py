"""What the fields of a question hold, for its template."""

from typing import Any

from django import template

from assessments.types import Fields

register = template.Library()


@register.filter
def held(fields: Fields, name: str) -> str:
    """The value that the field `name` holds; '' if it holds none."""
    return next(iter(fields.get(name, [])), "")


@register.filter
def holds(fields: Fields, name: str) -> list[str]:
    """Every value that the field `name` holds."""
    return list(fields.get(name, []))


@register.filter
def rounds(ask: dict[str, Any], fields: Fields) -> list[dict[str, Any]]:
    """The rounds of a scenario: those on the way taken so far, in its order, then the others, marked `off`."""
    nodes = {node["key"]: node for node in ask["nodes"]}
    way: list[str] = []
    place = ask["start"]
    while place and place not in way:
        way.append(place)
        taken = held(fields, nodes[place]["name"])
        place = next((reply["next"] for reply in nodes[place]["replies"] if reply["key"] == taken), "")
    rest = [key for key in nodes if key not in way]
    return [{**nodes[key], "off": key in rest} for key in (*way, *rest)]
