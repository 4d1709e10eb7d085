"""Numbers as people read them."""

from decimal import Decimal

import pytest
from django.utils import translation

from scorecards.figures import exact, figure, measured, payable


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        ("0.912", "percent", "91.2 %", "91.2 %"),
        ("0.9", "percent", "90 %", "90 %"),
        ("0.018", "percent", "1.8 %", "1.8 %"),
        ("0.004567", "percent", "0.46 %", "0.46 %"),
        ("468000", "money", "468,000", "46.8 万"),
        ("93148.0775", "money", "93,148", "9.31 万"),
        ("362", "money", "362", "362"),
        ("1693.601409", "money", "1,693.6", "1,693.6"),
        ("-25000", "money", "−25,000", "−2.5 万"),
        ("123456789", "money", "123,456,789", "1.23 亿"),
        ("70.490909", "count", "70.49", "70.49"),
        ("1200", "count", "1,200", "1,200"),
        ("12.55", "minutes", "12.6 min", "12.6"),
        ("47.2685", "score", "47.27", "47.27"),
        ("0", "money", "0", "0"),
    ],
)
def test_each_unit_has_its_way(value: str, unit: str, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert measured(Decimal(value), unit) == english
    with translation.override("zh-hans"):
        assert measured(Decimal(value), unit).startswith(chinese)


def test_no_value_is_a_dash() -> None:
    assert measured(None, "money") == figure(None) == exact(None) == "—"


def test_exact_keeps_every_digit() -> None:
    assert exact(Decimal("93148.077500")) == "93148.0775"


def test_what_is_paid_shows_every_minor_digit() -> None:
    assert payable(Decimal("4557"), "USD", 2) == "4,557.00 USD"
    assert payable(Decimal("4557"), "JPY", 0) == "4,557 JPY"
