"""Production: refuses to start without its secrets, and names what is missing."""

from config.settings.base import *  # noqa: F403

_given = env.require("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "DEFAULT_FROM_EMAIL")  # noqa: F405

DEBUG = False
SECRET_KEY = _given["SECRET_KEY"]
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS")  # noqa: F405
CSRF_TRUSTED_ORIGINS = [SITE_URL]  # noqa: F405
DEFAULT_FROM_EMAIL = _given["DEFAULT_FROM_EMAIL"]
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")  # noqa: F405
EMAIL_PORT = int(env.text("EMAIL_PORT", "25"))  # noqa: F405
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")  # noqa: F405
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")  # noqa: F405
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)  # noqa: F405

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
}
BADGE_KEY_FILE = ""  # only BADGE_KEY counts: without it badges are not signed, and the page says so
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")  # noqa: F405
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", SITE_URL.startswith("https://"))  # noqa: F405
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None  # noqa: F405
SECURE_HSTS_SECONDS = int(env.text("SECURE_HSTS_SECONDS", "0"))  # noqa: F405
# Rate limits count people, not the proxy in front of them.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY", False) else 0  # noqa: F405
