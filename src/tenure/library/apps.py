from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LibraryConfig(AppConfig):
    name = "tenure.library"
    label = "library"

    def ready(self) -> None:
        post_migrate.connect(_ship, sender=self)


def _ship(using: str, **_: Any) -> None:
    from tenure.library.shipping import ship

    ship(using)
