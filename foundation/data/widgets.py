"""How a cell is read and written: import-export widgets that refuse instead of guessing."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import get_default_timezone, is_aware, localtime, make_aware
from import_export.widgets import Widget

from foundation.data.cells import NUMBER
from foundation.data.problems import Wrong, gettext_noop

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
MOST_DIGITS = 11  # before the point: a million of them still add up in 64 bits with 6 places
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,6})?)?\s?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
WHOLE = re.compile(r"[+-]?[0-9]{1,9}")

NOT_A_NUMBER = gettext_noop("%(text)s is not a number; write digits with a decimal point, as in 1234.5")
TOO_MANY_PLACES = gettext_noop("%(text)s has more than %(places)s decimal places")
TOO_BIG = gettext_noop("%(text)s is too large; at most %(digits)s digits fit before the point")
NOT_WHOLE = gettext_noop("%(text)s is not a whole number of at most 9 digits")
NOT_A_DATE = gettext_noop("%(text)s is not a date; write it as YYYY-MM-DD")
NOT_A_MOMENT = gettext_noop("%(text)s is not a date or time; write it as YYYY-MM-DD or YYYY-MM-DD HH:MM")
NOT_A_MONTH = gettext_noop("%(text)s is not a month; write it as YYYY-MM")
NOT_A_CHOICE = gettext_noop("%(text)s is none of %(choices)s")
NOT_AN_EMAIL = gettext_noop("%(text)s is not an e-mail address")
TOO_LONG = gettext_noop("the cell has %(length)s characters; at most %(longest)s fit")
CONTROL_CHARACTER = gettext_noop("the cell holds a control character (code %(code)s)")


class TextWidget(Widget):
    """Text as it stands, of at most so many characters; `lines` allows line breaks."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.longest = longest

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str(value or "")
        if len(text) > self.longest:
            raise Wrong(TOO_LONG, length=f"{len(text):,}", longest=f"{self.longest:,}")
        if found := CONTROL.search(text):
            raise Wrong(CONTROL_CHARACTER, code=ord(found.group()))
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class EmailWidget(TextWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        try:
            if text:
                validate_email(text)
        except ValidationError:
            raise Wrong(NOT_AN_EMAIL, text=text) from None
        return text


class NumberWidget(TextWidget):
    """An exact decimal of at most so many places, given in units of its last place."""

    def __init__(self, places: int) -> None:
        super().__init__(longest=1000)
        self.places = places

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if value is None or value == "":
            return None
        text = str(value)
        if not NUMBER.fullmatch(text) or len(text) > self.longest:
            raise Wrong(NOT_A_NUMBER, text=text)
        number = Decimal(text)
        if number and number.adjusted() >= MOST_DIGITS:
            raise Wrong(TOO_BIG, text=text, digits=MOST_DIGITS)
        digits = text.partition(".")[2].rstrip("0")
        if len(digits) > self.places:
            raise Wrong(TOO_MANY_PLACES, text=text, places=self.places)
        return int(number.scaleb(self.places).to_integral_value())

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """In digits, without trailing zeros."""
        if value is None:
            return ""
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text


class PlacesWidget(NumberWidget):
    """A number of the product's own making, shown with all its places."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else f"{value:.{self.places}f}"


class WholeWidget(TextWidget):
    def __init__(self) -> None:
        super().__init__(longest=20)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if value is None or value == "":
            return None
        if not WHOLE.fullmatch(str(value)):
            raise Wrong(NOT_WHOLE, text=value)
        return int(value)


class DateWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if value is None or value == "":
            return None
        try:
            if DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise Wrong(NOT_A_DATE, text=value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else value.isoformat()


class MomentWidget(Widget):
    """A moment: a date (its first moment) or a date and time, in the product's time zone unless it brings its own."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime | None:
        if value is None or value == "":
            return None
        found = MOMENT.fullmatch(value)
        try:
            if found:
                day, minute, seconds, zone = found.groups("")
                moment = datetime.fromisoformat(f"{day}T{minute or '00:00'}{seconds}{zone}")
                aware = moment if is_aware(moment) else make_aware(moment, get_default_timezone())
                return aware.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise Wrong(NOT_A_MOMENT, text=value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Without a time where it is midnight, and with the zone's offset where the clock shows that time twice."""
        if value is None:
            return ""
        here = localtime(value, get_default_timezone())
        naive = here.replace(tzinfo=None)
        if make_aware(naive, get_default_timezone()) != here:
            return here.isoformat(" ")
        return f"{naive:%Y-%m-%d}" if naive.time() == time() else naive.isoformat(" ")


class MonthWidget(Widget):
    """A month, as its first day."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if value is None or value == "":
            return None
        found = MONTH.fullmatch(value)
        try:
            if found:
                return date(int(found[1]), int(found[2]), 1)
        except ValueError:
            pass
        raise Wrong(NOT_A_MONTH, text=value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else f"{value:%Y-%m}" if value.year > 999 else value.isoformat()[:7]


class ChoiceWidget(Widget):
    def __init__(self, choices: Iterable[str]) -> None:
        super().__init__()
        self.choices = tuple(choices)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value and value not in self.choices:
            raise Wrong(NOT_A_CHOICE, text=value, choices=", ".join(self.choices))
        return value or ""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)
