"""Django settings; what differs between installations comes from the environment."""

import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from tenure.config.environment import read_environment
from tenure.config.mail import mail_settings

ENVIRONMENT = read_environment()
HOME = ENVIRONMENT.home.resolve()
PACKAGE = Path(__file__).resolve().parent.parent


def _secret_key() -> str:
    if ENVIRONMENT.secret_key:
        return ENVIRONMENT.secret_key
    HOME.mkdir(parents=True, exist_ok=True)
    kept = HOME / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text()


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


SECRET_KEY = _secret_key()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = _split(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = _split(ENVIRONMENT.origins)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "tenure.web.signin",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "csp",
    "tenure.journal",
    "tenure.jobs",
    "tenure.company",
    "tenure.tokens",
    "tenure.library",
    "tenure.customers",
    "tenure.engine",
    "tenure.work",
    "tenure.ingest",
    "tenure.onboarding",
    "tenure.planning",
    "tenure.feedback",
    "tenure.health",
    "tenure.retention",
    "tenure.advocacy",
    "tenure.automation",
    "tenure.api",
    "tenure.web.shell",
    "tenure.web.accounts",
    "tenure.web.account",
    "tenure.web.kpis",
    "tenure.web.data",
    "tenure.web.jobs",
    "tenure.web.risks",
    "tenure.web.tasks",
    "tenure.web.notices",
    "tenure.web.day",
    "tenure.web.lab",
    "tenure.web.messages",
    "tenure.web.meetings",
    "tenure.web.reviews",
    "tenure.web.portal",
    "tenure.web.measures",
    "tenure.web.journeys",
    "tenure.web.onboarding",
    "tenure.web.plans",
    "tenure.web.library",
    "tenure.web.disagreements",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "tenure.config.urls"
WSGI_APPLICATION = "tenure.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tenure.web.shell.context.shell",
            ],
            "builtins": ["tenure.web.shell.templatetags.tenure"],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url or f"sqlite:///{HOME}/tenure.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions wait for their turn at BEGIN instead of failing at the first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # Upserts into tables with foreign keys keep a small journal each; in files these cost more than the rows.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
        "PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "company.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tenure.web.signin.adapter.ClosedAdapter"

# How many proxies are believed about where a request comes from; limits of wrong tries go by it.
TENURE_PROXIES = ENVIRONMENT.proxies

# What limits the tries of a sign-in must be known to every process; sums are remembered by each for itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "company_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Mail: how it is sent, whom it comes from, where replies go. Secrets stay in the environment.
_MAIL = mail_settings(ENVIRONMENT.mail_url, HOME, ENVIRONMENT.mail_hook_secret)
TENURE_MAIL_KIND: str = _MAIL["TENURE_MAIL_KIND"]
ANYMAIL: dict[str, Any] = _MAIL["ANYMAIL"]
globals().update(_MAIL)
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from or "tenure@localhost"
TENURE_URL = ENVIRONMENT.url
TENURE_MAIL_FROM = ENVIRONMENT.mail_from
TENURE_MAIL_REPLIES = ENVIRONMENT.mail_replies
TENURE_MAILBOX_URL = ENVIRONMENT.mailbox_url

# No queues: every worker takes every job. A schedule is a cron expression in UTC and a task.
TASKS = {"default": {"BACKEND": "tenure.jobs.backend.DatabaseBackend", "QUEUES": []}}
TENURE_SCHEDULES = {
    # Twice a minute, so that what was accepted is in measures and scores within one.
    "refresh": ("*/30 * * * * *", "tenure.engine.tasks.refresh_when_needed"),
    "watch": ("* * * * *", "tenure.health.tasks.watch_when_needed"),
    "reconcile": ("* * * * *", "tenure.health.tasks.reconcile"),
    "objectives": ("*/2 * * * *", "tenure.planning.tasks.measure_when_needed"),
    "plans": ("* * * * *", "tenure.planning.tasks.follow_plans"),
    "check-ins": ("*/5 * * * *", "tenure.planning.tasks.follow_check_ins"),
    "sentiment": ("*/5 * * * *", "tenure.feedback.tasks.label_when_needed"),
    "onboardings": ("* * * * *", "tenure.onboarding.tasks.look_at_onboardings"),
    "old-exports": ("23 * * * *", "tenure.web.accounts.tasks.remove_old_exports"),
    "mail": ("* * * * *", "tenure.work.messages.tasks.send_due"),
    "reviews": ("11,41 * * * *", "tenure.planning.reviews.tasks.schedule_due"),
    "success-reviews": ("*/5 * * * *", "tenure.automation.tasks.open_success_reviews"),
    "old-answers": ("47 3 * * *", "tenure.tokens.tasks.forget_old_answers"),
    "notices": ("* * * * *", "tenure.work.notices.tasks.tell_due"),
    "repeating": ("*/5 * * * *", "tenure.work.scheduled.repeat_due"),
    "shifted-steps": ("7,22,37,52 * * * *", "tenure.onboarding.tasks.tell_shifts"),
    "page-news": ("*/5 * * * *", "tenure.work.portal.tasks.mail_news"),
    "old-page-sessions": ("51 3 * * *", "tenure.work.portal.tasks.forget_old_sessions"),
    "mailbox": ("*/2 * * * *", "tenure.work.mailbox.tasks.read_mailbox"),
    "clean-up": ("17 3 * * *", "tenure.jobs.cleaning.clean_up"),
}
TENURE_JOBS_KEPT_DAYS = 30

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
