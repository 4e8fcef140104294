"""The address a web server listens on."""

import errno
import socket

import click


def as_url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def require_free(host: str, port: int) -> None:
    """Leave with a sentence when the port is taken.

    The server sets SO_REUSEPORT, with which a second one would start on the same port, and each would get some of the
    requests; a forgotten server would answer with old pages.
    """
    with _socket(host, port) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise click.ClickException(_sentence(error, host, port)) from None


def answers(host: str, port: int) -> bool:
    with _socket(host, port) as trial:
        trial.settimeout(0.5)
        return trial.connect_ex((host, port)) == 0


def _socket(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except socket.gaierror:
        raise click.ClickException(f"{host!r} is not an address of this machine; use --host 127.0.0.1.") from None
    return socket.socket(family, socket.SOCK_STREAM)


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program, maybe a Tenure that still runs. Stop it, or set PORT."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this user. Take one above 1023 with PORT, behind a proxy."
    return f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --host and PORT."
