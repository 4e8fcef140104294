import socket
from collections.abc import Iterator

import click
import pytest

from tenure.cli.address import answers, as_url, require_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the web server does
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("::", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")],
)
def test_an_address_can_be_opened_in_a_browser(host: str, url: str) -> None:
    assert as_url(host, 8000) == url


def test_a_taken_port_is_refused_with_a_sentence(taken: int) -> None:
    with pytest.raises(click.ClickException, match=f"Port {taken} is taken by another program.*set PORT"):
        require_free("127.0.0.1", taken)
    assert answers("127.0.0.1", taken)


def test_a_free_port_is_fine(taken: int) -> None:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        free = trial.getsockname()[1]
    require_free("127.0.0.1", free)
    assert not answers("127.0.0.1", free)


@pytest.mark.parametrize(
    ("host", "sentence"), [("203.0.113.7", "Cannot listen on 203.0.113.7"), ("no.such.invalid", "is not an address")]
)
def test_an_address_of_another_machine_is_refused(host: str, sentence: str) -> None:
    with pytest.raises(click.ClickException, match=sentence):
        require_free(host, 8000)
