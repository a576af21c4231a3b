"""Django's settings, made from the configuration that the environment gives."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from toldonce.project import configuration, mailing, neighbourhood, reading
from toldonce.project.embedded import Server


def database(url: str) -> dict[str, object]:
    """Return Django's description of the database that a postgresql:// URL names."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


HERE = Path(__file__).resolve().parents[1]
DEBUG = configuration.is_on("TOLDONCE_DEBUG")
TOLDONCE_INBOX = configuration.inbox()
TOLDONCE_MAPPINGS = configuration.mappings()
TOLDONCE_PLACE = configuration.place()
TOLDONCE_DEMO = configuration.is_on("TOLDONCE_DEMO")
SECRET_KEY = configuration.secret()
ALLOWED_HOSTS = configuration.value_of("TOLDONCE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# References to these addresses are references to our own resources: `https://host/fhir/Patient/1` is `Patient/1`.
FHIR_BASES = [
    f"{scheme}://{host}{port}/fhir"
    for scheme in ("http", "https")
    for host in ALLOWED_HOSTS
    for port in ("", ":" + configuration.value_of("TOLDONCE_PORT", "8000"))
]
LIVE_PORT = configuration.live_port()
LIVE_ADDRESS = configuration.value_of("TOLDONCE_LIVE_ADDRESS")
EXPORTS = configuration.home() / "exports"
PUBLISHED_FILES = configuration.home() / "published"
NEIGHBOURS = neighbourhood.neighbours()
PROXY = configuration.proxy()
REACHED_STRAIGHT = configuration.listed("TOLDONCE_NO_PROXY")
SUBSCRIBERS = configuration.listed("TOLDONCE_SUBSCRIBERS")
ROOT_URLCONF = "toldonce.project.urls"
WSGI_APPLICATION = "toldonce.project.wsgi.application"
AUTH_USER_MODEL = "directory.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MAILBOX = configuration.value_of("TOLDONCE_MAILBOX", str(configuration.home() / "mailbox"))

DATABASE_URL = configuration.value_of("DATABASE_URL") or Server(configuration.home()).url()
DATABASES = {
    "default": database(DATABASE_URL),
    # what the public reads is asked by a role that can see nothing else: figures/publication/reader.py
    "published": {
        **database(
            configuration.value_of("TOLDONCE_PUBLIC_DATABASE_URL") or reading.url(DATABASE_URL, SECRET_KEY)
        ),
        "TEST": {"MIRROR": "default"},
    },
}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "toldonce.directory",
    "toldonce.exchange.bulk",
    "toldonce.exchange.files",
    "toldonce.exchange.hl7v2",
    "toldonce.exchange.notify",
    "toldonce.exchange.smart",
    "toldonce.exchange.mailbox",
    "toldonce.exchange.traces",
    "toldonce.figures",
    "toldonce.figures.publication",
    "toldonce.figures.charting",
    "toldonce.figures.waiting",
    "toldonce.steering.sheets",
    "toldonce.ledger",
    "toldonce.record",
    "toldonce.care.documents",
    "toldonce.care.alerts",
    "toldonce.care.plans",
    "toldonce.care.referrals",
    "toldonce.care.worklist",
    "toldonce.exchange.locator",
]
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "toldonce.web.design.headers.strict_headers",
    "toldonce.web.entrance.door.without_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "toldonce.web.entrance.door.with_actor",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "web"],
        "OPTIONS": {
            "environment": "toldonce.web.design.environment.environment",
            "context_processors": ["toldonce.web.design.context.every_page"],
        },
    },
]
STATICFILES_DIRS = [HERE / "web" / "design" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
CSRF_FAILURE_VIEW = "toldonce.web.design.unsent.form_too_old"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = configuration.is_on("TOLDONCE_HTTPS")
if configuration.is_on("TOLDONCE_HTTPS"):  # forms and links know that the browser speaks HTTPS with the proxy
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
STATIC_URL = "/static/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
APPEND_SLASH = True
MAIL = mailing.way_out(configuration.value_of("TOLDONCE_MAIL"), configuration.home())
EMAIL_BACKEND, EMAIL_FILE_PATH, EMAIL_TIMEOUT = MAIL.backend, MAIL.folder, 10
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.host, MAIL.port, MAIL.starts_tls, MAIL.tls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, DEFAULT_FROM_EMAIL = MAIL.user, MAIL.password, MAIL.sender
TOLDONCE_PUBLIC_ADDRESS = configuration.public_address()
TOLDONCE_LOCATOR = configuration.value_of("TOLDONCE_LOCATOR")
TOLDONCE_LOCATOR_TOKEN = configuration.value_of("TOLDONCE_LOCATOR_TOKEN")
TOLDONCE_ALERTS_LINK = configuration.public_address() + "/alerts/"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "toldonce.project.discretion.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "_granian": {"handlers": ["stderr"], "propagate": False}
    },  # it would quote faults with their words
}
