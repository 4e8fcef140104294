"""Django's SMTP backend, which also tells when a mail's text begins to leave."""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class _Telling:
    """Calls `before_data` between the server's agreement to sender and recipient and the text of the mail."""

    before_data: Callable[[], None] | None = None

    def data(self, message: Any) -> Any:
        if self.before_data is not None:
            self.before_data()
        return super().data(message)  # type: ignore[misc]


class _Plain(_Telling, smtplib.SMTP):
    pass


class _Encrypted(_Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def tell(self, before_data: Callable[[], None]) -> None:
        """After `open`: what is called before a mail's text leaves."""
        connection: Any = self.connection
        connection.before_data = before_data
