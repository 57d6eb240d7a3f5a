"""Django's settings (站点设置); what differs between sites comes from `site.yibao`."""

from __future__ import annotations

from yibao.office.database.url import DatabaseUrl
from yibao.office.site.offices import OFFICES
from yibao.office.site.yibao import read
from yibao.terms.shipped import assets_root

YIBAO = read()
DEBUG = False
SECRET_KEY = YIBAO.secret
ALLOWED_HOSTS = [*YIBAO.hosts, *(["testserver"] if YIBAO.mode == "test" else [])]

INSTALLED_APPS = [
    *(f"yibao.office.{office}" for office in reversed(OFFICES)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yibao.office.base.monitoring.middleware.Meter",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yibao.office.screens.middleware.Screens",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yibao.office.base.rights.door.Door",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "yibao.office.site.urls"
WSGI_APPLICATION = "yibao.office.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "yibao.office.screens.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **(YIBAO.database or DatabaseUrl("", 5432, "yibao")).django(),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c timezone=UTC"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "base.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if YIBAO.mode == "test" else []),
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "/base/sign-in/"
LOGIN_REDIRECT_URL = "/"
# 等保 2.0 level 3 asks for a lock after failed tries and an end of idle sessions.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "yibao.office.base.views.signing.locked_out"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_LASTS_AT_MOST = 12 * 60 * 60
"""Seconds after signing in when a session ends, however busy it was."""

_ENCRYPTED = YIBAO.mode == "production"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _ENCRYPTED
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "yibao.office.screens.refusals.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _ENCRYPTED else None
SECURE_HSTS_SECONDS = 31_536_000 if _ENCRYPTED else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
STATIC_URL = "/static/"
STATICFILES_DIRS = [("parts", assets_root())]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = YIBAO.data / "files"
PROCRASTINATE_ON_APP_READY = "yibao.office.base.jobs.tell_procrastinate"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"yibao": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
