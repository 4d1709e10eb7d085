"""The keys of a file: none may stand there twice."""

import polars as pl

from foundation.data.cells import cleaned
from foundation.data.columns import Whole
from foundation.data.kinds import Kind
from foundation.data.problems import Problem, gettext_noop
from foundation.data.source import Source

SAME_KEY = gettext_noop("the same %(columns)s as row %(first)s")
SEED = 5
SAME_NUMBER = r"^\+?0*([0-9])"  # what a whole number may begin with and still be the same: 1, 01 and +1


class Keys:
    """Twelve bytes a row while reading; the file is read again only if two rows look alike."""

    def __init__(self, kind: Kind, source: Source) -> None:
        self.source = source
        self.names = [column.name for column in kind.keys if column.name in source.header]
        self.required = [column.name for column in kind.keys if column.required]
        self.numbers = [column.name for column in kind.keys if isinstance(column, Whole) and column.name in self.names]
        self.seen_twice = False
        self._hashes: list[pl.Series] = []
        self._rows: list[pl.Series] = []

    def add(self, cells: pl.DataFrame) -> bool:
        """Take in the keys of the next rows; whether two of these look alike."""
        keyed = self._keyed(cells)
        hashes = keyed.select(self.names).hash_rows(SEED)
        self._hashes.append(hashes)
        self._rows.append(keyed.get_column("#"))
        alike = hashes.n_unique() < len(hashes)
        self.seen_twice = self.seen_twice or alike
        return alike

    def repeated(self) -> list[Problem]:
        """Every row whose key stood in an earlier row already."""
        if not self._hashes:
            return []
        hashes = pl.concat(self._hashes)
        ordered = hashes.sort()  # takes less memory than counting each
        alike = ordered.filter(ordered == ordered.shift(1)).unique()
        if alike.is_empty():
            return []
        return self._compared(pl.concat(self._rows).filter(hashes.is_in(alike.implode())))

    def _compared(self, rows: pl.Series) -> list[Problem]:
        first: dict[tuple[str | None, ...], int] = {}
        problems: list[Problem] = []
        for chunk in self.source.chunks():
            cells = self._keyed(cleaned(chunk.frame.join(rows.to_frame(), on="#", how="semi")))
            for row, *key in cells.select("#", *self.names).iter_rows():
                earlier = first.setdefault(tuple(key), row)
                if earlier != row:
                    columns = self._given(key)
                    params = {"columns": ", ".join(columns), "first": str(earlier)}
                    problems.append(Problem(row, columns[0], SAME_KEY, params))
        return problems

    def _given(self, key: list[str | None]) -> list[str]:
        return [name for name, text in zip(self.names, key, strict=True) if text is not None]

    def _keyed(self, cells: pl.DataFrame) -> pl.DataFrame:
        cells = cells.with_columns(pl.col(self.numbers).str.replace(SAME_NUMBER, "${1}")) if self.numbers else cells
        return cells.drop_nulls(self.required) if self.required else cells
