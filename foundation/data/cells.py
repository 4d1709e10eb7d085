"""Cells that a spreadsheet would take for a formula, made harmless on the way out and read back on the way in."""

import re

import polars as pl

# An apostrophe is added in front of the trigger and of apostrophes that already stand there, so that taking
# one off again always gives back what was there before.
RISKY = re.compile(r"'*[=+\-@]")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_MARKED = r"^'+[=+\-@]"
_MARKED_NUMBER = r"^'+[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"


def escaped(text: str) -> str:
    """The cell with a leading apostrophe if a spreadsheet would calculate it; a number stays as it is."""
    if text and text[0] in "=+-@'" and RISKY.match(text) and not NUMBER.fullmatch(text.lstrip("'")):
        return "'" + text
    return text


def unescaped(text: str) -> str:
    """The cell without the apostrophe that `escaped` put there."""
    if text.startswith("'") and RISKY.match(text) and not NUMBER.fullmatch(text.lstrip("'")):
        return text[1:]
    return text


def cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    """Text columns without surrounding blanks and added apostrophes; blank becomes null."""
    frame = frame.with_columns(pl.col(pl.String).str.strip_chars())
    quoted = [
        name for name, dtype in frame.schema.items() if dtype == pl.String and _any_quoted(frame.get_column(name))
    ]
    cell = pl.col(quoted)
    marked = cell.str.contains(_MARKED) & ~cell.str.contains(_MARKED_NUMBER)
    if quoted:
        frame = frame.with_columns(pl.when(marked).then(cell.str.slice(1)).otherwise(cell).name.keep())
    return frame.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep())


def _any_quoted(cells: pl.Series) -> bool:
    return bool(cells.str.starts_with("'").any())
