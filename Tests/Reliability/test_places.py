"""Where it listens: a Unix socket, or one that the service manager has made."""

import os
import signal
import socket
import subprocess
import threading

from support.server import BINARY, environment
from support.wire import SMALL, SMALL_ANSWER, ask, eventually, get, read_answer


def test_unixSocket_AnswersAndIsReplaced(launch, tmp_path):
    path = str(tmp_path / "focald.sock")
    for _ in range(2):
        server = launch("--host", f"unix:{path}", wait=False)
        assert eventually(lambda: "listening on" in server.text())
        assert f"unix:{path}" in server.text()
        for data, wanted in ((SMALL, SMALL_ANSWER), (get("/livez"), b'{"status":"ok"}\n')):
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(10)
                client.connect(path)
                client.sendall(data)
                assert read_answer(client)[2] == wanted
        server.stop(signal.SIGKILL)


def test_unixSocket_EndsHalfHeads(launch, tmp_path):
    path = str(tmp_path / "focald.sock")
    server = launch("--host", f"unix:{path}", wait=False)
    assert eventually(lambda: "listening on" in server.text())
    for half in (b"GET / HTTP/1.1\r\nHo", b"GET / HTTP/1.1\r\n: x\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(path)
            client.sendall(half)
            client.shutdown(socket.SHUT_WR)
            assert client.recv(1000).startswith(b"HTTP/1.1 400" if b": x" in half else b"")


def test_unixSocket_LeavesOtherFilesAlone(tmp_path):
    path = tmp_path / "notes"
    path.write_text("mine")
    ended = subprocess.run(
        [BINARY, "serve", "--host", f"unix:{path}"], env=environment(), capture_output=True, timeout=30, text=True)
    assert ended.returncode == 1 and "in use" in ended.stderr
    assert path.read_text() == "mine"


def test_inheritedSocket_LosesNoFreshConnectionOverRestarts():
    """Each request is a connection of its own, while the server is stopped and started again, as a service manager does."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    port = listener.getsockname()[1]

    def start():
        def before():
            os.dup2(listener.fileno(), 3)
            os.set_inheritable(3, True)

        command = f'export LISTEN_PID=$$ LISTEN_FDS=1; exec "{BINARY}" serve --access-log false'
        return subprocess.Popen(
            ["/bin/sh", "-c", command], env=environment(), preexec_fn=before,
            close_fds=False, stderr=subprocess.DEVNULL)

    process, lost, answered, over = start(), [], [0], threading.Event()

    def client():
        while not over.is_set():
            try:
                assert ask(port, SMALL, 60)[2] == SMALL_ANSWER
                answered[0] += 1
            except (OSError, AssertionError) as error:
                lost.append(error)

    clients = [threading.Thread(target=client) for _ in range(4)]
    for thread in clients:
        thread.start()
    for _ in range(5):
        assert eventually(lambda before=answered[0]: answered[0] > before + 50, 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        process = start()
    assert eventually(lambda before=answered[0]: answered[0] > before + 50, 60)
    over.set()
    for thread in clients:
        thread.join()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert not lost, lost[:3]
