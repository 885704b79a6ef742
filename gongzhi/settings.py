"""One settings file. What differs between places comes from the environment:

GONGZHI_HOME          all data of this installation, default ``var/``
GONGZHI_DATABASE_URL  a PostgreSQL >= 15 server instead of the embedded one
GONGZHI_HOSTS         host names served, comma separated, default the local ones
GONGZHI_HTTPS         1 behind our own TLS proxy on the same machine: cookies for HTTPS only, its headers believed
GONGZHI_DEMONSTRATION 1 tells sign-ins and codes on a page, if there is no street but the made-up one
GONGZHI_DEBUG         1 shows tracebacks in the browser; never on a server
"""

import os
from pathlib import Path

from gongzhi.lib import postgres, secrets
from gongzhi.lib.home import home

CODE = Path(__file__).resolve().parent
HOME = home(os.environ)

DEBUG = os.environ.get("GONGZHI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("GONGZHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SECRET_KEY = secrets.django_key(HOME)
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

INSTALLED_APPS = [
    "gongzhi.lib.assets.Assets",  # django.contrib.staticfiles, less what nobody needs
    "django.contrib.postgres",
    "django.forms",
    "procrastinate.contrib.django",
    "js_lib_leaflet",
    "gongzhi.kernel.rulebook",
    "gongzhi.kernel.ledger",
    "gongzhi.kernel.notices",
    "gongzhi.kernel.evidence",
    "gongzhi.kernel.places",
    "gongzhi.kernel.people",
    "gongzhi.kernel.organizations",
    "gongzhi.kernel.seats",
    "gongzhi.kernel.events",
    "gongzhi.kernel.agreements",
    "gongzhi.kernel.intake",
    "gongzhi.kernel.exports",
    "gongzhi.programmes.alliance",
    "gongzhi.faces.public",
    "gongzhi.faces.insight",
    "gongzhi.faces.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongzhi.faces.public.middleware.display",
    "django.middleware.common.CommonMiddleware",
    "gongzhi.faces.public.middleware.headers",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gongzhi.faces.doors.who",
    "gongzhi.faces.public.middleware.own_display",
    "gongzhi.faces.watching.watching",
    "gongzhi.faces.doors.no_way_around",
    "gongzhi.faces.doors.sentences",
]

ROOT_URLCONF = "gongzhi.urls"
WSGI_APPLICATION = "gongzhi.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CODE / "templates"],
        "APP_DIRS": True,  # the inputs of django.forms
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "gongzhi.faces.public.context.page",
                "gongzhi.faces.desk.context.desk",
            ],
            "builtins": [
                "gongzhi.faces.public.templatetags.once",
                "gongzhi.faces.public.templatetags.spoken",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
FORM_RENDERER = "gongzhi.lib.forms.Renderer"

DATABASES = {"default": postgres.connection(HOME, os.environ)}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # every app's jobs.py
PROCRASTINATE_ON_APP_READY = "gongzhi.schedule.register"
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 31 * 24 * 3600}  # seconds back that a missed turn is caught up, once
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [CODE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [CODE / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "files"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True

DEMONSTRATION = os.environ.get("GONGZHI_DEMONSTRATION") == "1"
HTTPS = BEHIND_PROXY = os.environ.get("GONGZHI_HTTPS") == "1"
_COOKIE = "__Host-" if HTTPS else ""  # a browser takes a __Host- cookie from this very host over HTTPS only
SIGN_IN_COOKIE, DEVICE_COOKIE, CSRF_COOKIE_NAME = f"{_COOKIE}session", f"{_COOKIE}device", f"{_COOKIE}csrf"
CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"numbered": {"()": "gongzhi.faces.numbered.Numbered"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gongzhi": {"level": "INFO"},
        "django.request": {"filters": ["numbered"]},
        "psycopg.pool": {"level": "ERROR"},  # the pool tries again by itself
    },
}
