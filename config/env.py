"""Settings from the environment. A missing or malformed variable stops the start and is named."""

import os
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    return os.environ.get(name) or default


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def require(*names: str) -> dict[str, str]:
    """The values of all names; one error that lists every name without a value."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(
            "Five Hearts cannot start: set " + ", ".join(missing) + ". docs/operations.md explains each."
        )
    return {name: os.environ[name] for name in names}


def storage(url: str) -> dict[str, object]:
    """Django's storage entry for `file://FOLDER` or `s3://bucket?endpoint_url=…&region_name=…`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": parts.path}}
    if parts.scheme == "s3":
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": parts.netloc, **options}}
    raise ImproperlyConfigured(f"STORAGE_URL must begin with file:// or s3://, not {parts.scheme}://.")


def cache(url: str) -> dict[str, object]:
    """Django's cache entry for `locmem://`, `db://TABLE` or `redis://HOST/N`."""
    scheme = urlsplit(url).scheme
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if scheme == "db":
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": urlsplit(url).netloc or "cache",
        }
    if scheme in ("redis", "rediss"):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured(f"CACHE_URL must begin with locmem://, db:// or redis://, not {scheme}://.")
