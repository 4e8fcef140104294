"""A real installation for the browser: its own data folder, a small simulated company, the real server and worker."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

EMAIL, PASSWORD = "ada@example.com", "a long password for the browser"
ACCOUNTS, EVENTS = 40, 8000
REFUSED = "status of 422"  # the answer to a form that is refused with a sentence: browsers note it, it is no fault
PATIENCE = 60_000  # milliseconds; a loaded machine is slow, never wrong
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Installation:
    url: str
    home: Path

    def tenure(self, *arguments: str, said: str = "") -> str:
        """Run the command of this installation to its end; returns what it printed."""
        done = subprocess.run(
            _command(*arguments), env=_environment(self.home, self.url.rpartition(":")[2]), input=said,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"tenure {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tenure.cli", *arguments]


def _environment(home: Path, port: str) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("TENURE_")}
    return mine | {"TENURE_HOME": str(home), "PORT": port, "TENURE_URL": f"http://127.0.0.1:{port}"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Made and imported with the commands a person would use, then served by a process group of its own.

    While a test is written, E2E_URL may name an installation that already runs, with the same sign-in.
    """
    if "E2E_URL" in os.environ:
        yield Installation(os.environ["E2E_URL"], Path())
        return
    home = tmp_path_factory.mktemp("e2e")
    files = tmp_path_factory.mktemp("files")
    made = Installation(f"http://127.0.0.1:{_free_port()}", home)
    made.tenure("migrate")
    made.tenure("admin", EMAIL, "--name", "Ada Byron", "--password-stdin", said=PASSWORD + "\n")
    made.tenure("benchmark-data", str(files), "--accounts", str(ACCOUNTS), "--events", str(EVENTS))
    made.tenure("import", str(files), "--source", "simulated")
    log = (home / "serve.log").open("w")
    server = subprocess.Popen(
        _command("serve"), env=_environment(home, made.url.rpartition(":")[2]), stdout=log, stderr=log
    )
    try:
        _wait_for(made.url, server, home / "serve.log")
        yield made
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{url}/sign-in/login/", timeout=5).close()  # noqa: S310 - our own server
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("There is no Chromium on this machine; `make test` fetches one from the system's packages.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in(installation: Installation, browser: Browser) -> list[dict[str, object]]:
    """The cookies of a person who signed in through the form."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, installation.url)
    cookies = [dict(cookie) for cookie in context.cookies()]
    context.close()
    return cookies


def sign_in(page: Page, url: str) -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(f"{url}/kpis/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/kpis/")


class Watched:
    """A page whose console is listened to: an error there fails the test that made it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context, self.page = context, context.new_page()
        self.complaints: list[str] = []
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda m: self.hear(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def hear(self, text: str) -> None:
        if REFUSED not in text:
            self.complaints.append(text)


@pytest.fixture
def open_page(
    installation: Installation, browser: Browser, signed_in: list[dict[str, object]]
) -> Iterator[Callable[..., Page]]:
    """Opens an address in a window of its own, signed in; no page may complain in the console."""
    opened: list[Watched] = []

    def open_at(path: str, *, width: int = 1440, theme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=installation.url)
        context.add_cookies([*signed_in, {"name": "theme", "value": theme, "url": installation.url}])  # type: ignore[list-item]
        watched = Watched(context)
        opened.append(watched)
        watched.page.goto(path)
        return watched.page

    yield open_at
    complaints = [text for watched in opened for text in watched.complaints]
    for watched in opened:
        watched.context.close()
    assert not complaints, "\n".join(complaints)
