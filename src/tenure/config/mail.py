"""Where mail goes: one address of the environment becomes Django's settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_DJANGO: Final = "django.core.mail.backends."


@dataclass(frozen=True, slots=True)
class _Provider:
    """Which settings of django-anymail hold the parts of `provider://user:password@host`."""

    backend: str
    user: str = ""
    password: str = ""
    host: str = ""


PROVIDERS: Final[Mapping[str, _Provider]] = {
    "amazon_ses": _Provider("amazon_ses"),
    "brevo": _Provider("brevo", "BREVO_API_KEY"),
    "mailersend": _Provider("mailersend", "MAILERSEND_API_TOKEN"),
    "mailgun": _Provider("mailgun", "MAILGUN_API_KEY", host="MAILGUN_SENDER_DOMAIN"),
    "mailjet": _Provider("mailjet", "MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "mailtrap": _Provider("mailtrap", "MAILTRAP_API_TOKEN"),
    "mandrill": _Provider("mandrill", "MANDRILL_API_KEY"),
    "postmark": _Provider("postmark", "POSTMARK_SERVER_TOKEN"),
    "resend": _Provider("resend", "RESEND_API_KEY"),
    "scaleway": _Provider("scaleway", "SCALEWAY_SECRET_KEY", host="SCALEWAY_PROJECT_ID"),
    "sendgrid": _Provider("sendgrid", "SENDGRID_API_KEY"),
    "sparkpost": _Provider("sparkpost", "SPARKPOST_API_KEY"),
    "unisender_go": _Provider("unisender_go", "UNISENDER_GO_API_KEY"),
}
SCHEMES: Final = ("file", "console", "smtp", "smtps", *PROVIDERS)


def problem(url: str) -> str:
    """What is wrong with TENURE_MAIL_URL; empty when nothing is."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "cannot be read as an address"
    if parts.scheme not in SCHEMES:
        return f"{parts.scheme or 'nothing'} is no way to send mail; use {', '.join(SCHEMES)}"
    if parts.scheme.startswith("smtp") and not parts.hostname:
        return "names no mail server; write smtp://user:password@host:587"
    wanted = PROVIDERS.get(parts.scheme)
    if wanted and ((wanted.user and not parts.username) or (wanted.password and not parts.password)):
        return f"lacks the key; write {parts.scheme}://KEY{':SECRET' if wanted.password else ''}@"
    return ""


def mail_settings(url: str, home: Path, hook_secret: str = "") -> dict[str, Any]:
    """Django's settings for sending, with `TENURE_MAIL_KIND`. Without an address mails are files in the data folder."""
    parts = urlsplit(url or "file:")
    if parts.scheme in PROVIDERS:
        return _provided(parts, hook_secret)
    made: dict[str, Any] = {"TENURE_MAIL_KIND": parts.scheme, "ANYMAIL": {}}
    if parts.scheme == "console":
        return made | {"EMAIL_BACKEND": f"{_DJANGO}console.EmailBackend"}
    if parts.scheme == "file":
        folder = Path(unquote(parts.path)) if parts.path else home / "mail"
        return made | {"EMAIL_BACKEND": f"{_DJANGO}filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    return made | _smtp(parts)


def _smtp(parts: SplitResult) -> dict[str, Any]:
    """Encrypted unless it says `?tls=no`: `smtps` from the first byte, `smtp` by STARTTLS."""
    at_once = parts.scheme == "smtps"
    plain = dict(parse_qsl(parts.query)).get("tls") == "no"
    return {
        "EMAIL_BACKEND": "tenure.work.messages.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if at_once else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": at_once,
        "EMAIL_USE_TLS": not at_once and not plain,
        "EMAIL_TIMEOUT": 30,
    }


def _provided(parts: SplitResult, hook_secret: str) -> dict[str, Any]:
    provider = PROVIDERS[parts.scheme]
    named = ((provider.user, parts.username), (provider.password, parts.password), (provider.host, parts.hostname))
    options: dict[str, Any] = {name: unquote(value) for name, value in named if name and value}
    prefix = parts.scheme.upper()
    options |= {f"{prefix}_{name.upper()}": value for name, value in parse_qsl(parts.query)}
    options["REQUESTS_TIMEOUT"] = 30
    if hook_secret:
        options["WEBHOOK_SECRET"] = hook_secret
    return {
        "TENURE_MAIL_KIND": parts.scheme,
        "EMAIL_BACKEND": f"anymail.backends.{provider.backend}.EmailBackend",
        "ANYMAIL": options,
    }
