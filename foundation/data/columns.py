"""What a column of a kind holds: import-export fields that also read whole columns at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from foundation.data import widgets
from foundation.data.problems import Wrong, gettext_noop

if TYPE_CHECKING:
    from foundation.data.lookups import Lookups

REMEMBERED = 100_000  # different cells of a column whose meaning is kept from one chunk to the next
UNKNOWN = gettext_noop("no %(noun)s %(code)s; load %(kind)s first")
UNKNOWN_HERE = gettext_noop("no %(noun)s %(code)s")


@dataclass(slots=True)
class Reading:
    """A column as read: one value a row (null where blank or wrong), and what is wrong, by place."""

    values: pl.Series
    wrong: dict[int, Wrong] = field(default_factory=dict)
    brought: list[pl.Series] = field(default_factory=list)


class Column(Field):
    """A column of a kind, and the field of the model that holds it.

    `key` columns together say which row is meant. `default` is what a blank cell means; without one a blank
    cell means no value. `attribute` is the way to the value from an instance, `store` the column written.
    """

    dtype: pl.DataType = pl.String()
    widget: Widget

    def __init__(
        self,
        attribute: str,
        *,
        widget: Widget,
        store: str = "",
        key: bool = False,
        required: bool = False,
        blank: Any = None,
        about: "str | Promise" = "",
    ) -> None:
        super().__init__(attribute=attribute, widget=widget)
        self.store = store or attribute
        self.key, self.required, self.blank, self.about = key, required, blank, about
        self.memory: dict[str, Any] = {}

    @property
    def name(self) -> str:
        return str(self.column_name)

    @property
    def path(self) -> str:
        """The way from the model to the value as it stands in tables."""
        return str(self.attribute)

    def read(self, cells: pl.Series, lookups: "Lookups") -> Reading:
        """Every different cell is parsed once; most columns hold few different ones."""
        if len(self.memory) > REMEMBERED:
            self.memory.clear()
        distinct = cells.unique().drop_nulls().to_list()
        for text in distinct:
            if text not in self.memory:
                self.memory[text] = self._parsed(text)
        right = {text: value for text in distinct if not isinstance(value := self.memory[text], Wrong)}
        values = cells.replace_strict(list(right), list(right.values()), default=None, return_dtype=self.dtype)
        if len(right) == len(distinct):
            return Reading(values)
        places = (values.is_null() & cells.is_not_null()).arg_true().to_list()
        return Reading(values, {place: self.memory[cells[place]] for place in places})

    def _parsed(self, text: str) -> Any:
        try:
            return self.widget.clean(text)
        except Wrong as wrong:
            return wrong

    def allowed(self) -> str:
        """What the cells of this column may hold, for people."""
        return str(self.about)


class Text(Column):
    """Free text; a blank cell is the empty text."""

    def __init__(self, attribute: str, *, longest: int, email: bool = False, **options: Any) -> None:
        widget = widgets.EmailWidget(longest) if email else widgets.TextWidget(longest)
        super().__init__(attribute, widget=widget, blank=options.pop("blank", ""), **options)
        self.longest, self.email = longest, email

    def read(self, cells: pl.Series, lookups: "Lookups") -> Reading:
        doubtful = (cells.str.len_chars() > self.longest) | cells.str.contains(widgets.CONTROL.pattern)
        if self.email:
            doubtful |= ~cells.str.contains(PLAIN_EMAIL)
        return settled(self, cells, cells, doubtful)

    def allowed(self) -> str:
        if self.about:
            return str(self.about)
        return _("e-mail address") if self.email else _("text of up to %s characters") % self.longest


PLAIN_EMAIL = r"^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.)+[a-z]{2,30}$"


class Number(Column):
    """An exact decimal; in tables a whole number of its last place."""

    dtype = pl.Int64()

    def __init__(self, attribute: str, *, places: int, printed: bool = False, **options: Any) -> None:
        widget = widgets.PlacesWidget(places) if printed else widgets.NumberWidget(places)
        super().__init__(attribute, widget=widget, **options)
        self.places = places

    def read(self, cells: pl.Series, lookups: "Lookups") -> Reading:
        plain = rf"^-?[0-9]{{1,{widgets.MOST_DIGITS}}}(?:\.[0-9]{{1,{self.places}}})?$"
        doubtful = ~cells.str.contains(plain)
        decimals = cells.cast(pl.Decimal(38, self.places), strict=False)
        return settled(self, cells, decimals.to_physical().cast(pl.Int64), doubtful)

    def allowed(self) -> str:
        return str(self.about) or _("number with up to %s decimal places") % self.places


class Whole(Column):
    dtype = pl.Int64()

    def __init__(self, attribute: str, **options: Any) -> None:
        super().__init__(attribute, widget=widgets.WholeWidget(), **options)

    def allowed(self) -> str:
        return str(self.about) or _("whole number")


class Day(Column):
    dtype = pl.Date()

    def __init__(self, attribute: str, **options: Any) -> None:
        super().__init__(attribute, widget=widgets.DateWidget(), **options)

    def allowed(self) -> str:
        return str(self.about) or _("date, YYYY-MM-DD")


class Moment(Column):
    """A date, or a date and time; in tables with the zone UTC."""

    dtype = pl.Datetime("us", "UTC")

    def __init__(self, attribute: str, **options: Any) -> None:
        super().__init__(attribute, widget=widgets.MomentWidget(), **options)

    def allowed(self) -> str:
        return str(self.about) or _("date, YYYY-MM-DD, or date and time, YYYY-MM-DD HH:MM")


class Month(Column):
    """A month, stored as its first day."""

    dtype = pl.Date()

    def __init__(self, attribute: str, **options: Any) -> None:
        super().__init__(attribute, widget=widgets.MonthWidget(), **options)

    def allowed(self) -> str:
        return str(self.about) or _("month, YYYY-MM")


class Choice(Column):
    def __init__(self, attribute: str, choices: Iterable[str], **options: Any) -> None:
        self.choices = tuple(choices)
        super().__init__(
            attribute, widget=widgets.ChoiceWidget(self.choices), blank=options.pop("blank", ""), **options
        )

    def allowed(self) -> str:
        return str(self.about) or _("one of %s") % ", ".join(self.choices)


class Reference(Column):
    """The code of a row of another kind; in tables its id.

    `kind` is the kind to load first when the code is unknown. `brings` are further fields of that row, which
    stand in the table as `column.field` for checks.
    """

    dtype = pl.Int64()

    def __init__(
        self,
        field: str,
        model: type[Model],
        *,
        by: str = "code",
        noun: str,
        kind: str = "",
        brings: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        longest = getattr(model._meta.get_field(by), "max_length", None) or 100
        super().__init__(
            options.pop("attribute", f"{field}__{by}"),
            widget=widgets.TextWidget(longest),
            store=f"{field}_id",
            **options,
        )
        self.model, self.by, self.noun, self.kind, self.brings = model, by, noun, kind, brings

    def read(self, cells: pl.Series, lookups: "Lookups") -> Reading:
        codes = lookups.codes(self.model, self.by, self.brings)
        found = cells.to_frame("code").join(codes, on="code", how="left", maintain_order="left")
        ids = found.get_column("id")
        unknown = (ids.is_null() & cells.is_not_null()).arg_true().to_list()
        brought = [found.get_column(name).alias(f"{self.name}.{name}") for name in self.brings]
        return Reading(ids, {place: self.unknown(cells[place]) for place in unknown}, brought)

    @property
    def path(self) -> str:
        return str(self.attribute).removesuffix(f"__{self.by}") + "_id"

    def unknown(self, code: str) -> Wrong:
        template = UNKNOWN if self.kind else UNKNOWN_HERE
        return Wrong(template, noun=self.noun, code=code, kind=self.kind)

    def allowed(self) -> str:
        return str(self.about) or _("one that stands in %s") % self.kind


def settled(column: Column, cells: pl.Series, values: pl.Series, doubtful: pl.Series) -> Reading:
    """The values, where the doubtful cells, usually none, are read one by one."""
    places = doubtful.fill_null(value=False).arg_true().to_list()
    if not places:
        return Reading(values)
    wrong: dict[int, Wrong] = {}
    taken: list[Any] = []
    for place in places:
        value = column._parsed(cells[place])
        if isinstance(value, Wrong):
            wrong[place], value = value, None
        taken.append(value)
    values = values.clone().scatter(places, pl.Series(taken, dtype=column.dtype))
    return Reading(values, wrong)
