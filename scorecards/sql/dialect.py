"""The words in which SQLite and PostgreSQL differ."""

WORDS = {
    "sqlite": {"is_not": "IS NOT", "names": "fh_names(l.place, l.name)"},
    "postgresql": {
        "is_not": "IS DISTINCT FROM",
        "names": "string_agg(l.name, ', ' ORDER BY l.place)",
    },
}

# For the length of the transaction: room to group a chain in memory, and no compiling of statements that run once.
SETTINGS = {
    "sqlite": [],
    "postgresql": ["SET LOCAL work_mem = '128MB'", "SET LOCAL jit = off"],
}

# column types that only PostgreSQL needs to be told
TYPES = {
    "sqlite": {"whole": "INTEGER", "exact": "", "fraction": "TEXT", "text": "TEXT"},
    "postgresql": {"whole": "bigint", "exact": "numeric", "fraction": "numeric[]", "text": "text"},
}


def statement(text: str, vendor: str) -> str:
    """The statement in the words of `vendor`."""
    return text.format(**WORDS[vendor])


def create(name: str, columns: dict[str, str], key: str, vendor: str) -> str:
    """CREATE of a working table. SQLite keeps it sorted by its key; PostgreSQL joins by hash, without one."""
    types = TYPES[vendor]
    written = ", ".join(f"{column} {types[kind]}" for column, kind in columns.items())
    if vendor == "sqlite":
        return f"CREATE TEMP TABLE {name} ({written}, PRIMARY KEY ({key})) WITHOUT ROWID"
    return f"CREATE TEMP TABLE {name} ({written}) ON COMMIT DROP"
