"""The key of a question as a form, kind by kind, and in words."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import QuestionKind, QuestionVersion
from assessments.types.wordings import labels

Kind = QuestionKind
CHOICES = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE)
KEY = "key-"


def key_fields(version: QuestionVersion) -> dict[str, forms.Field]:
    """A field for each part of the key, filled with the key as it is; none where a person marks."""
    return {f"{KEY}{name}": field for name, field in _fields(version)}


def _fields(version: QuestionVersion) -> Iterator[tuple[str, forms.Field]]:
    kind, right = version.question.kind, version.right
    if kind == Kind.MULTIPLE:
        yield "right", forms.MultipleChoiceField(
            label=_("Right answers"), choices=_options(version), initial=right, required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
    elif kind in CHOICES:
        yield "right", _choice(_("Right answer"), _options(version), right[0] if right else "", forms.RadioSelect)
    elif kind == Kind.NUMERIC:
        yield "right", _lines(_("Right numbers"), right, _("One a line: number; tolerance; credit. Such as 20; 0.5; 1"))
    elif kind == Kind.SHORT_TEXT:
        yield "right", _lines(_("Accepted texts"), right, _("One a line; with less than full credit: text | 0.5"))
    elif kind == Kind.MATCHING:
        partners = _labelled(version, "right", version.options["right"])
        for key, text in _labelled(version, "left", version.options["left"]):
            yield key, _choice(text, partners, right.get(key, ""))
    elif kind == Kind.ORDERING:
        for place, key in enumerate(right):
            yield str(place), _choice(_("Place %(n)s") % {"n": place + 1}, _options(version), key)
    elif kind == Kind.GAPS:
        for gap, about in version.options.items():
            yield gap, _gap(version, gap, about)
    elif kind == Kind.SCENARIO:
        for node, replies in right.items():
            texts = _texts(version, "replies").get(node, {})
            for reply, credit in replies.items():
                label = _("Credit for “%(reply)s”") % {"reply": texts.get(reply, reply)}
                yield (
                    f"{node}.{reply}",
                    forms.CharField(label=label, initial=str(credit), required=False, max_length=20),
                )


def _gap(version: QuestionVersion, gap: str, about: dict[str, Any]) -> forms.Field:
    label, right = _("Gap %(gap)s") % {"gap": gap}, version.right[gap]
    if about["kind"] != "choice":
        return _lines(label, right, _("One a line; with less than full credit: text | 0.5"))
    texts = _texts(version, "gaps").get(gap, {})
    first = right[0] if right else ""
    return _choice(
        label,
        [(key, texts.get(key, key)) for key in about["options"]],
        first["key"] if isinstance(first, dict) else first,
    )


def read_key(version: QuestionVersion, given: dict[str, Any]) -> dict[str, Any]:
    """{"right", "details"} as the fields say. Whether the key can be asked is for the question's kind to say."""
    said = {name.removeprefix(KEY): value for name, value in given.items() if name.startswith(KEY)}
    kind, details = version.question.kind, dict(version.details)
    right: Any = version.right
    if kind == Kind.MULTIPLE:
        right = [key for key in version.options if key in said["right"]]
    elif kind in CHOICES:
        right = [said["right"]]
    elif kind in (Kind.NUMERIC, Kind.SHORT_TEXT):
        right = parsed(said["right"], kind == Kind.NUMERIC)
    elif kind == Kind.MATCHING:
        right = {key: said[key] for key in version.options["left"]}
    elif kind == Kind.ORDERING:
        right = [said[str(place)] for place in range(len(version.right))]
    elif kind == Kind.GAPS:
        right = {gap: _read_gap(version, gap, about, said[gap]) for gap, about in version.options.items()}
    elif kind == Kind.SCENARIO:
        right = {
            node: {reply: said[f"{node}.{reply}"] or "0" for reply in replies}
            for node, replies in version.right.items()
        }
    if kind in CHOICES and right != version.right:
        details.pop("credits", None)  # they belonged to the old key
    return {"right": right, "details": details}


def _read_gap(version: QuestionVersion, gap: str, about: dict[str, Any], said: str) -> Any:
    if about["kind"] != "choice":
        return parsed(said, about["kind"] == "number")
    same = {"key": said} in version.right[gap] or _first(version.right[gap]) == said
    return version.right[gap] if same else [said]


def _first(right: Any) -> str:
    first = right[0] if right else ""
    return str(first["key"]) if isinstance(first, dict) else str(first)


def parsed(written: str, number: bool) -> list[dict[str, str]]:
    """The lines of a typed key: `12.5; 0.1; 1` for numbers, `text | 0.5` for texts."""
    found = []
    for line in filter(None, map(str.strip, written.splitlines())):
        if number:
            parts = [part.strip() for part in line.replace("；", ";").split(";")]
            each = {"value": parts[0], "tolerance": parts[1] if len(parts) > 1 and parts[1] else "0"}
            found.append({**each, "credit": parts[2] if len(parts) > 2 else "1"})
        else:
            text, bar, credit = line.rpartition("|")
            found.append({"text": text.strip(), "credit": credit.strip()} if bar else {"text": line, "credit": "1"})
    return found


def written(right: list[dict[str, Any]]) -> list[str]:
    """A typed key in lines, as `parsed` reads them."""
    found = []
    for each in right:
        credit = str(each.get("credit", "1"))
        if "value" in each:
            found.append("; ".join([str(each["value"]), str(each.get("tolerance", "0")), credit]))
        else:
            found.append(str(each["text"]) if credit == "1" else f"{each['text']} | {credit}")
    return found


def told(version: QuestionVersion) -> list[str]:
    """The key in words, a line for each part, to be laid beside another one."""
    lines = []
    for field in key_fields(version).values():
        if isinstance(field, forms.ChoiceField):
            chosen = field.initial if isinstance(field.initial, list) else [field.initial]
            words = [str(dict(field.choices).get(key, key)) for key in chosen]  # type: ignore[arg-type]
            whole = version.question.kind in CHOICES
            lines += words if whole else [f"{field.label}: {', '.join(words)}"]
        elif isinstance(field.widget, forms.Textarea):
            typed = str(field.initial).splitlines()
            lines += typed if version.question.kind != Kind.GAPS else [f"{field.label}: {each}" for each in typed]
        else:
            lines.append(f"{field.label}: {field.initial}")
    if credits := version.details.get("credits"):
        texts = dict(_options(version))
        lines += [f"{texts.get(key, key)}: {credit}" for key, credit in credits.items()]
    return lines


def _options(version: QuestionVersion) -> list[tuple[str, str]]:
    if version.question.kind == Kind.TRUE_FALSE:
        return [("true", _("True")), ("false", _("False"))]
    return _labelled(version, "options", version.options)


def _labelled(version: QuestionVersion, part: str, keys: list[str]) -> list[tuple[str, str]]:
    return list(labels(version, get_language() or "", part, keys).items())


def _texts(version: QuestionVersion, part: str) -> dict[str, Any]:
    from assessments.types.wordings import wording

    return dict(wording(version, get_language() or "").get(part) or {})


def _choice(label: str, choices: list[tuple[str, str]], initial: Any, widget: Any = forms.Select) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False, widget=widget)


def _lines(label: str, right: list[dict[str, Any]], hint: str) -> forms.CharField:
    rows = forms.Textarea({"rows": max(3, len(right) + 1)})
    return forms.CharField(
        label=label, help_text=hint, initial="\n".join(written(right)), required=False, widget=rows, max_length=10_000
    )
