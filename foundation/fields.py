"""Model fields that know no domain."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _


class FixedPointField(models.BigIntegerField):  # type: ignore[type-arg]
    """A Decimal with a fixed number of decimal places, stored as a whole number of its last place.

    Sums in the database are sums of integers: exact on SQLite and PostgreSQL alike. `places` is the
    number of decimal places; what is read back carries exactly that many. A value with more places
    is refused, never rounded: rounding belongs to the rule that made the number. Holds up to
    9.2e18 units of the last place.
    """

    description = _("Fixed-point decimal")

    # What the type checker is told: a Decimal comes out, and anything that makes one goes in.
    _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal | int | str  # type: ignore[assignment]

    def __init__(self, *args: Any, places: int, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    def scaled(self, value: Any) -> int:
        """`value` in units of the last place; ValidationError if it has more places than that."""
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        units = number.scaleb(self.places)
        whole = units.to_integral_value(ROUND_HALF_UP)
        if units != whole:
            raise ValidationError(
                _("%(value)s has more than %(places)s decimal places."),
                params={"value": value, "places": self.places},
            )
        return int(whole)

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        return Decimal(self.scaled(value)).scaleb(-self.places)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self.scaled(value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return models.Field.formfield(self, form_class=forms.DecimalField, decimal_places=self.places, **kwargs)
