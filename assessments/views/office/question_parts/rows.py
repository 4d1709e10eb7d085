"""Rows of a form: empty ones say nothing, so that a few stand ready for whoever has no scripts."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms import BaseFormSet, formset_factory
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessments.rules import numbers

LANGUAGES = tuple(settings.LANGUAGES)
MOST = 20
Texts = dict[str, str]  # language → text, empty ones left out


def worded(name: str, label: Any, longest: int, *, lines: int = 1) -> dict[str, forms.CharField]:
    """A field for each language of the product, named NAME_CODE."""
    return {
        f"{name}_{code}": forms.CharField(
            label=format_lazy("{label} ({language})", label=label, language=language),
            max_length=longest,
            required=False,
            widget=forms.TextInput() if lines == 1 else forms.Textarea(attrs={"rows": lines}),
        )
        for code, language in LANGUAGES
    }


def texts(row: Mapping[str, Any], name: str) -> Texts:
    """What the fields of `worded` hold."""
    found = {code: str(row.get(f"{name}_{code}") or "").strip() for code, _language in LANGUAGES}
    return {code: text for code, text in found.items() if text}


def spread(name: str, said: Mapping[str, str | None]) -> dict[str, str]:
    """The initial values of the fields of `worded`."""
    return {f"{name}_{code}": said.get(code) or "" for code, _language in LANGUAGES}


class Row(forms.Form):
    """`says`: the fields that must hold something, one of them at least, for the row to be there at all."""

    says: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {**self.worded_fields(), **self.fields}

    def worded_fields(self) -> Mapping[str, forms.Field]:
        return {}

    def said(self) -> list[str]:
        return [name for name in self.fields for each in self.says if name == each or name.startswith(f"{each}_")]

    def has_changed(self) -> bool:
        return any(str(self.data.get(self.add_prefix(name)) or "").strip() for name in self.said())


class Rows(BaseFormSet):  # type: ignore[type-arg]
    def filled(self) -> list[dict[str, Any]]:
        """What the rows hold that say something and are not removed; in the order of their places, if they have one."""
        rows = [
            {**row, "number": number}
            for number, form in enumerate(self.forms, start=1)
            if (row := getattr(form, "cleaned_data", None)) and form.has_changed() and not row.get("DELETE")
        ]
        return sorted(rows, key=_place)


def _place(row: Mapping[str, Any]) -> tuple[int, int]:
    """Where a row goes: one that moves up comes before who has that place, one that moves down behind."""
    number: int = row["number"]
    place = int(row.get("place") or number)
    return place, (place > number) - (place < number)


def rows(
    form: type[Row],
    prefix: str,
    initial: Sequence[Mapping[str, Any]],
    data: Any,
    *,
    spare: int = 2,
    least: int = 4,
    most: int = MOST,
) -> Rows:
    """A table of `form`, filled with `initial`, with at least `spare` empty rows below and `least` in all."""
    extra = max(spare, least - len(initial))
    made = formset_factory(
        form, formset=Rows, extra=extra, can_delete=True, max_num=most, absolute_max=most + extra, validate_max=True
    )
    return made(data, initial=list(initial), prefix=prefix)  # type: ignore[return-value]


class CreditField(forms.CharField):
    """A share of the full mark, kept as it is written: 0.5, 1/3."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        self.least = least
        super().__init__(max_length=20, required=False, **kwargs)
        self.label = self.label or _("Credit")

    def clean(self, value: Any) -> str:
        written = str(super().clean(value)).strip()
        if written:
            found = numbers.exact(written)
            if found is None or not self.least <= found <= 1:
                raise forms.ValidationError(
                    _("A credit is a number from %(least)s to 1, such as 0.5 or 1/3."), params={"least": self.least}
                )
        return written


def new_key(taken: Sequence[str]) -> str:
    """The next letter, or letter and number, that no other option has."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    candidates = [*letters, *(f"{letter}{number}" for number in range(2, 9) for letter in letters)]
    return next(key for key in candidates if key not in taken)


def keyed(found: Sequence[dict[str, Any]], known: Sequence[str]) -> list[dict[str, Any]]:
    """The rows with a key each: the one they had, if it is one of `known` and no other row has it, else a new one."""
    taken: list[str] = []
    for row in found:
        key = row.get("key")
        if key not in known or key in taken:
            key = ""
        row["key"] = key
        taken += [key] if key else []
    for row in found:
        row["key"] = row["key"] or new_key([*taken, *known])
        taken.append(row["key"])
    return list(found)


def by_language(found: Sequence[Mapping[str, Any]], name: str) -> dict[str, Texts]:
    """Language → key → text, of rows with a key each."""
    return {
        code: {row["key"]: said[code] for row in found if code in (said := texts(row, name))}
        for code, _language in LANGUAGES
    }
