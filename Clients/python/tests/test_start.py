"""focald.start: a server of one's own."""

import os
import subprocess
import sys
import textwrap

import pytest

import focald


def test_start_MakesTheDefaultClient(binary, monkeypatch):
    monkeypatch.setattr(focald, "_client", None)
    with focald.start(binary) as server:
        assert focald.default_client() is server.client
        assert focald.losses.l1([1.0], [3.0]).loss == 2
    assert server.process.returncode == 0


def test_start_FindsTheProgram(binary, monkeypatch, tmp_path):
    monkeypatch.setenv("FOCALD_BINARY", binary)
    with focald.start(default=False) as server:
        assert server.client.ready()
    monkeypatch.delenv("FOCALD_BINARY")
    os.symlink(os.path.abspath(binary), tmp_path / "focald")
    monkeypatch.setenv("PATH", str(tmp_path))
    with focald.start(default=False) as server:
        assert server.client.ready()


def test_noProgram_IsSaid(monkeypatch, tmp_path):
    monkeypatch.delenv("FOCALD_BINARY", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(focald.StartFailed, match="FOCALD_BINARY"):
        focald.start()
    with pytest.raises(focald.StartFailed, match="cannot be run"):
        focald.start(tmp_path / "focald")


def test_aServerThatDoesNotStart_SaysWhy(binary):
    with pytest.raises(focald.StartFailed, match="workers"):
        focald.start(binary, arguments=["--workers", "none"])


def test_theEndOfPython_StopsTheServer(binary):
    script = textwrap.dedent("""
        import sys, focald
        server = focald.start(sys.argv[1])
        print(server.process.pid, focald.losses.l1([1.0], [3.0]).loss)
    """)
    package = os.path.dirname(os.path.dirname(focald.__file__))
    done = subprocess.run(
        [sys.executable, "-c", script, binary], env=os.environ | {"PYTHONPATH": package}, capture_output=True, text=True,
        timeout=60)
    assert done.returncode == 0, done.stderr
    pid, loss = done.stdout.split()
    assert float(loss) == 2
    assert not os.path.exists(f"/proc/{pid}")


def test_theEnvironment_NamesTheDefaultServer(server, monkeypatch):
    monkeypatch.setattr(focald, "_client", None)
    monkeypatch.setenv("FOCALD_URL", server.url)
    monkeypatch.setenv("FOCALD_API_KEY", "secret")
    assert focald.default_client().url == server.url
    assert focald.default_client()._place.headers["Authorization"] == "Bearer secret"
