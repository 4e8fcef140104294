"""The company that runs Tenure: its settings and its people."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", "Administrator"
    LEAD = "lead", "Lead"
    CSM = "csm", "Customer success manager"
    VIEWER = "viewer", "Viewer"
    CUSTOMER = "customer", "Customer"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, role=Role.ADMINISTRATOR, **fields)


class User(AbstractUser):
    """A person who signs in. The role says what they may do; `own_book` is the remembered "my accounts" switch."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.VIEWER)
    own_book = models.BooleanField(default=False)
    theme = models.CharField(max_length=10, default="auto", choices=[(t, t) for t in ("auto", "light", "dark")])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ")[0]


class Settings(models.Model):
    """Taste: one row, set by an administrator (section 9 of docs/numbers.md)."""

    name = models.CharField(max_length=120, default="Our company")
    time_zone = models.CharField(max_length=60, default="UTC")
    currency = models.CharField(max_length=3, default="USD")
    unit = models.CharField(max_length=10, default="parent", choices=[("parent", "Parent"), ("account", "Account")])
    longest_pause_days = models.PositiveIntegerField(default=90)
    onboarding_window_days = models.PositiveIntegerField(default=90)
    activation_window_days = models.PositiveIntegerField(default=14)
    adoption_users = models.PositiveIntegerField(default=2)
    adoption_days = models.PositiveIntegerField(default=30)
    gross_margin_percent = models.PositiveIntegerField(default=80)
    not_core_events: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="Events that do not count as activity, for example page views."
    )

    def __str__(self) -> str:
        return self.name


def settings_row() -> Settings:
    """The one row of settings; made from the environment the first time."""
    return Settings.objects.filter(pk=1).first() or _first_settings()


def _first_settings() -> Settings:
    from tenure.config.environment import read_environment

    environment = read_environment()
    defaults = {"time_zone": environment.time_zone, "currency": environment.currency.upper()}
    return Settings.objects.get_or_create(pk=1, defaults=defaults)[0]


class TurnedAway(models.Model):
    """How often a place on the network was turned away, until when; see `limits`."""

    key = models.CharField(max_length=64, primary_key=True)
    times = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.times} until {self.until}"
