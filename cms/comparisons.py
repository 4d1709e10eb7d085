"""Two revisions of a lesson beside each other, block by block, each named as in the editor."""

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import StreamFieldComparison, register_comparison_class
from wagtail.fields import StreamField

from cms.parts import Part, parts_of
from cms.rules.pairs import Pair, pairs
from cms.rules.wording_changes import Change, changes

NEW, GONE, CHANGED, MOVED, SAME = "new", "gone", "changed", "moved", "same"


class BodyComparison(StreamFieldComparison):
    """Wagtail's own shows a changed block without its name and every field of it. This one names what changed."""

    def htmldiff(self) -> str:
        old, new = parts_of(self.val_a), parts_of(self.val_b)
        together = pairs([part.piece for part in old], [part.piece for part in new])
        rows = [_row(pair, old, new) for pair in together]
        return render_to_string("cms/office/comparison.html", {"rows": _with_runs(rows)})


def _row(pair: Pair, old: list[Part], new: list[Part]) -> dict[str, object]:
    before = old[pair.left] if pair.left is not None else None
    after = new[pair.right] if pair.right is not None else None
    if before is None or after is None:
        part = after or before
        assert part is not None
        lines = [(line.label, line.text) for line in part.lines]
        return {"how": NEW if before is None else GONE, "label": part.label, "lines": lines}
    lines = _changed_lines(before, after)
    how = CHANGED if lines else MOVED if pair.moved else SAME
    return {"how": how, "label": after.label, "lines": lines, "moved": pair.moved}


def _changed_lines(before: Part, after: Part) -> list[tuple[str, str]]:
    """The lines that differ, each with what went and what came."""
    was = {line.key: line for line in before.lines}
    now = {line.key: line for line in after.lines}
    lines: list[tuple[str, str]] = []
    for key, line in {**was, **now}.items():
        old, new = (side[key].text if key in side else "" for side in (was, now))
        if old != new:
            lines.append((line.label, marked(old, new)))
    return lines


def marked(old: str, new: str) -> SafeString:
    """Both texts in one, with what went and what came marked as Wagtail marks it."""
    return format_html_join("", "{}", ((_mark(how, text),) for how, text in changes(old, new)))


def _mark(how: Change, text: str) -> SafeString | str:
    if how == Change.KEPT:
        return text
    return format_html('<span class="{}">{}</span>', "deletion" if how == Change.GONE else "addition", text)


def _with_runs(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Neighbours that stayed the same become one row that says how many they are."""
    shown: list[dict[str, object]] = []
    for row in rows:
        if row["how"] == SAME and shown and shown[-1]["how"] == SAME:
            shown[-1] = {"how": SAME, "labels": [*shown[-1]["labels"], row["label"]]}  # type: ignore[misc]
        elif row["how"] == SAME:
            shown.append({"how": SAME, "labels": [row["label"]]})
        else:
            shown.append(row)
    return shown


register_comparison_class(StreamField, comparison_class=BodyComparison)
