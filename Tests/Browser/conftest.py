import os
import pathlib
import shutil

import pytest
from playwright.sync_api import sync_playwright

from support import server as servers

SHOTS = pathlib.Path(os.environ.get("FOCALD_SHOTS", servers.ROOT / ".build/browser"))


@pytest.fixture(scope="session")
def server():
    """The one server of the session; FOCALD_URL names one that runs already."""
    if url := os.environ.get("FOCALD_URL"):
        yield servers.elsewhere(url)
        return
    network = servers.ROOT / "Examples/networks/shapes.safetensors"
    server = servers.start("--access-log", "false", "--networks", str(network))
    try:
        yield server
        assert server.process.poll() is None, f"the server died:\n{servers.tail(server)}"
    finally:
        if server.process.poll() is None:
            servers.stop(server)


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium; the sandbox needs another user than root."""
    chromium = os.environ.get("FOCALD_CHROMIUM") or shutil.which("chromium")
    assert chromium, "chromium is not installed"
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def open_page(server, browser):
    """Opens a path: open_page("/#boxes", width=360, scheme="dark"). What a page complains of, or asks of another
    origin, fails the test; `page.refused` is set by tests that mean to be refused."""
    contexts = []
    complaints = []

    def opened(path, width=1280, scheme="light", **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        context.set_default_timeout(60000)
        contexts.append(context)
        page = context.new_page()
        page.refused = False
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning")
                and not (page.refused and "Failed to load resource" in message.text) else None)
        page.on("request", lambda request: complaints.append(f"asked {request.url}")
                if not request.url.startswith((server.url, "blob:", "data:")) else None)
        page.goto(server.url + path)
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def shot():
    """Keeps a picture of a page: shot(page, "losses")."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    return lambda page, name: page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
