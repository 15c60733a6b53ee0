"""Settings. Everything that differs between houses comes from the environment; secrets come from files made once."""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core import config

BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = config.data_dir()
PRIVATE_DIR = config.private_dir()
KEYS_DIR = Path(os.environ.get("HUIYIN_KEYS_DIR", PRIVATE_DIR / "keys"))
BLOBS_DIR = Path(os.environ.get("HUIYIN_BLOBS_DIR", PRIVATE_DIR / "blobs"))
MAIL_SINK_DIR = Path(os.environ.get("HUIYIN_MAIL_SINK_DIR", PRIVATE_DIR / "mail"))

DEBUG = config.flag("HUIYIN_DEBUG")
DEMO = config.flag("HUIYIN_DEMO")
SECRET_KEY = config.secret_key()
ALLOWED_HOSTS = config.words("HUIYIN_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = config.words("HUIYIN_ORIGINS", "")
PUBLIC_URL = os.environ.get("HUIYIN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
# The name, phone and address that every letter and portal page shows, and that head office begins with (`createadmin`,
# the demo). Without these variables an invented insurer: no insurer of this name, and no such number, is known.
INSURER = {
    "name": os.environ.get("HUIYIN_INSURER_NAME", "恒泽保险股份有限公司"),
    "name_en": os.environ.get("HUIYIN_INSURER_NAME_EN", "Hengze Insurance Company Limited"),
    "phone": os.environ.get("HUIYIN_INSURER_PHONE", "400-300-5199"),
    "email": os.environ.get("HUIYIN_INSURER_EMAIL", "tousu@hengze.example"),
    "address": os.environ.get("HUIYIN_INSURER_ADDRESS", "上海市浦东新区恒泽路1号恒泽大厦"),
}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "huiyin.core",
    "huiyin.audit",
    "huiyin.accounts",
    "huiyin.handbook",
    "huiyin.clocks",
    "huiyin.catalog",
    "huiyin.customers",
    "huiyin.channels",
    "huiyin.knowledge",
    "huiyin.cases",
    "huiyin.complaints",
    "huiyin.service",
    "huiyin.quality",
    "huiyin.assistant",
    "huiyin.insights",
    "huiyin.console",
    "huiyin.portal",
    "huiyin.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huiyin.core.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "huiyin.console.sending.names_sender",
    "huiyin.portal.sending.names_sender",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiyin.accounts.middleware.second_factor",
]

ROOT_URLCONF = "huiyin.urls"
WSGI_APPLICATION = "huiyin.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.core.context.house",
                "huiyin.console.nav.frame",
            ],
            "builtins": ["huiyin.core.templatetags.ui", "huiyin.core.templatetags.ui_parts"],
        },
    }
]

DATABASES = {"default": config.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "huiyin.accounts.shared_cache.Cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "huiyin.accounts.adapter.StaffAccountAdapter"
SOCIALACCOUNT_ADAPTER = "huiyin.accounts.adapter.StaffSocialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "huiyin.accounts.adapter.StaffMfaAdapter"
MFA_FORMS = {
    "authenticate": "huiyin.accounts.second_factor.EnterCode",
    "reauthenticate": "huiyin.accounts.second_factor.EnterCodeAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Huiyin"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
SOCIALACCOUNT_PROVIDERS = config.oidc_providers()
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

SESSION_COOKIE_AGE = 36000
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if config.flag("HUIYIN_BEHIND_PROXY") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["huiyin.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("HUIYIN_STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "huiyin.core.static.StaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_USE_FINDERS = DEBUG

# Optional stricter time rules that the house has switched on, e.g. complaint.progress.
OPTIONAL_RULES = config.words("HUIYIN_OPTIONAL_RULES", "")

# From how many percent on a rule of the house shows as kept in the handbook (a duty of law: only when all is kept).
HANDBOOK_TARGET = int(os.environ.get("HUIYIN_HANDBOOK_TARGET", "95"))

# Files are streamed and encrypted while they arrive; nothing clear touches the disk.
UPLOAD_MAX_BYTES = int(os.environ.get("HUIYIN_UPLOAD_MAX_MB", "200")) * 1024 * 1024
UPLOAD_MAX_FILES = 20
# What may be sent, whole or in parts (core.uploads_parts), counted over twenty hours: by one member of staff and their
# machines, by one visitor of the portal, and by all its visitors together.
UPLOAD_QUOTA_BYTES = int(os.environ.get("HUIYIN_UPLOAD_QUOTA_MB", "4096")) * 1024 * 1024
PORTAL_QUOTA_BYTES = int(os.environ.get("HUIYIN_PORTAL_QUOTA_MB", "1024")) * 1024 * 1024
PORTAL_QUOTA_OF_ALL_BYTES = int(os.environ.get("HUIYIN_PORTAL_QUOTA_OF_ALL_MB", "20480")) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["huiyin.core.uploads.EncryptingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# The virus scanner (ClamAV's daemon: a socket file, or host:port); empty: files are not scanned. How long one file may
# take, and the largest that it is asked about: larger ones go into quarantine unseen.
CLAMD = os.environ.get("HUIYIN_CLAMD", "").strip()
CLAMD_SECONDS = float(os.environ.get("HUIYIN_CLAMD_SECONDS", "120"))
CLAMD_MAX_BYTES = int(os.environ.get("HUIYIN_CLAMD_MAX_MB", "100")) * 1024 * 1024

# The house's application in WeCom, for messages to staff; empty: no WeCom. The address differs only in private clouds.
WECOM = config.wecom()
WECHAT = config.wechat()

# The house's account for text messages; empty: none.
SMS = config.sms()

# A language model of the house that may put the words of an article otherwise; empty: none. How long it may take.
LLM = config.llm()
LLM_SECONDS = float(os.environ.get("HUIYIN_LLM_SECONDS", "8"))

# Secrets (whsec_…) with which the telephone system signs what it tells of calls; several while one is changed for
# another; none: no telephone system.
CTI_SECRETS = config.secret("HUIYIN_CTI_SECRET").split()

# Where open pages hear of changes (huiyin.live): an address of its own, or the port beside the page's own host; behind
# a proxy with TLS the same site. Without it, or when it does not answer, pages ask by themselves every 20 seconds.
LIVE_URL = os.environ.get("HUIYIN_LIVE_URL", "/live/stream" if PUBLIC_URL.startswith("https://") else "")
LIVE_PORT = int(os.environ.get("HUIYIN_LIVE_PORT", "0"))

# How many requests a minute one API token may make in each web process; 0: no limit.
API_PER_MINUTE = int(os.environ.get("HUIYIN_API_PER_MINUTE", "12000"))

# A model that the house learnt on its own labelled history (`huiyin churn FILE --write`), in place of the shipped one.
LEAVING_MODEL = os.environ.get("HUIYIN_LEAVING_MODEL", "")

# Webhooks go to public addresses only. Names, addresses or networks inside that they may reach all the same.
WEBHOOK_INSIDE = config.words("HUIYIN_WEBHOOK_INSIDE", "")

# The worker imports the jobs and sweeps of every context; web processes defer by name and import none.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = config.job_modules(BASE_DIR)
# A worker says so often that it lives; after so many silent seconds others take up its jobs (core.jobs.resume_lost).
WORKER_LOST_SECONDS = 15.0
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 3.0, "stalled_worker_timeout": WORKER_LOST_SECONDS}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("HUIYIN_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("HUIYIN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HUIYIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = config.secret("HUIYIN_SMTP_PASSWORD")
EMAIL_USE_TLS = config.flag("HUIYIN_SMTP_STARTTLS")
EMAIL_USE_SSL = config.flag("HUIYIN_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HUIYIN_MAIL_FROM", INSURER["email"])
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Mail that comes in: whom to trust beside the machine's own list when a mailbox is asked over TLS; the address that
# answers to our mails are sent to, with {token} where the case is named (empty: answers come to MAIL_FROM).
MAIL_CA_FILE = os.environ.get("HUIYIN_MAIL_CA_FILE", "")
MAIL_REPLY_TO = os.environ.get("HUIYIN_MAIL_REPLY_TO", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"huiyin": {"level": "INFO"}},
}
