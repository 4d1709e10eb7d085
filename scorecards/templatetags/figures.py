"""Numbers in templates, as scorecards.figures writes them."""

from decimal import Decimal

from django import template

from scorecards import figures

register = template.Library()


@register.filter
def figure(value: Decimal | None, places: int = 2) -> str:
    return figures.figure(value, places)


@register.filter
def exact(value: Decimal | None) -> str:
    return figures.exact(value)


@register.filter
def measured(value: Decimal | None, unit: str) -> str:
    return figures.measured(value, unit)
