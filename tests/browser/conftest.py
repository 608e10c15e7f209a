"""A server of our own on a free port, and a real Chromium that reaches nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SWITCHES = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def started(command: list[str], port: int, **environment: str) -> "subprocess.Popen[bytes]":
    """A server that answers, or a failure that shows what it printed."""
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            return server
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise AssertionError(f"The server did not start:\n{server.communicate()[0].decode()[-3000:]}")


@pytest.fixture
def stock_server() -> Iterator[str]:
    """The address of the same atlas under `streamlit run dashboard.py`."""
    port = free_port()
    process = started([sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)], port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server that has just started and that nobody has visited."""
    port = free_port()
    process = started([sys.executable, "dashboard.py"], port, ATLAS_PORT=str(port))
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "The browser tests need Chromium: run make test, which installs it, or apt-get install chromium."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield chromium
        chromium.close()


class Visit:
    """A page whose requests to other hosts are refused and counted, and whose errors are kept."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.strangers: list[str] = []
        self.errors: list[str] = []
        self.layers: list[str] = []
        context.route("**/*", lambda route: route.continue_() if self._ours(route.request.url) else route.abort())
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: None if self._ours(request.url) else self.strangers.append(request.url))
        self.page.on("websocket", lambda socket: None if self._ours(socket.url) else self.strangers.append(socket.url))
        self.page.on("response", lambda answer: self._heard(answer.url, answer.status))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._said(message.type, message.text))

    def _ours(self, url: str) -> bool:
        host = self.address.removeprefix("http://")
        return url.startswith((f"http://{host}", f"ws://{host}", "data:", "blob:"))

    def _heard(self, url: str, status: int) -> None:
        if "/layers/" in url:
            self.layers.append(url)
        # on a deep link Streamlit first asks for its health below the page's own path, to learn where it is served
        if status >= 400 and not url.endswith(("/_stcore/health", "/_stcore/host-config")):
            self.errors.append(f"{status} {url}")

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.errors.append(text)

    def open(self, path: str = "/") -> Page:
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script has run and the page has been quiet for a moment."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
        self.page.wait_for_selector(".st-key-sentence p", timeout=60_000)
        self.page.wait_for_timeout(400)

    def map_drawn(self) -> None:
        """Wait until every layer has come and the map answers a pointer."""
        self.page.wait_for_selector("#deckgl-overlay", state="attached", timeout=60_000)
        for _ in range(100):
            if any("plants.json" in url for url in self.layers) and self.page.evaluate(
                "() => { const c = document.querySelector('#deckgl-overlay'); return c && c.width > 400 }"
            ):
                break
            self.page.wait_for_timeout(200)
        self.page.wait_for_timeout(1_500)

    @property
    def sentence(self) -> str:
        return self.page.locator(".st-key-sentence").inner_text()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    yield Visit(context, server)
    context.close()
