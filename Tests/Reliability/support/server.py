"""A focald of the suite's own, and what the system says of its process. Standard library only."""

import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = pathlib.Path(os.environ.get("FOCALD_BINARY", ROOT / ".build/debug/focald")).resolve()
PATIENCE = 60


def environment() -> dict[str, str]:
    """This process's, without settings of focald: FOCALD_BINARY, which names the program, is none, and would be refused."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FOCALD_")}


class Server:
    """Runs on a free port of 127.0.0.1 until `stop`. Its log goes to a file, unless `stderr` is given."""

    def __init__(self, *flags: str, stderr=None, before=None, wait=True, loaded={}):
        self.log = tempfile.TemporaryFile()
        arguments = [BINARY, "serve", "--port", "0", "--log-format", "json", *flags]
        if "--access-log" not in flags:
            arguments += ["--access-log", "false"]
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=self.log if stderr is None else stderr, env=environment() | loaded, preexec_fn=before)
        self.port = self._wait_for_port() if wait and stderr is None else None

    def _wait_for_port(self, pattern=r"listening on https?://[^\"]*:(\d+)\"") -> int:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := re.search(pattern, self.text()):
                return int(found.group(1))
            if self.process.poll() is not None:
                raise RuntimeError(f"ended with {self.process.returncode}:\n{self.text()}")
            time.sleep(0.01)
        raise RuntimeError(f"does not listen:\n{self.text()}")

    @property
    def admin_port(self) -> int:
        return self._wait_for_port(r"health and metrics on http://[^\"]*:(\d+)\"")

    def text(self) -> str:
        """The log so far."""
        return os.pread(self.log.fileno(), 1 << 24, 0).decode(errors="replace")

    def stop(self, by=signal.SIGTERM, within=PATIENCE) -> int:
        """Ends it, and gives the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(by)
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"still running {within} s after {by.name}:\n{self.text()[-2000:]}") from None
        return self.process.returncode

    def status(self, key: str) -> int:
        """A line of /proc/…/status, in KiB or as it stands."""
        with open(f"/proc/{self.process.pid}/status") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(key + ":"))

    @property
    def resident(self) -> int:
        """MiB in memory."""
        return self.status("VmRSS") >> 10

    @property
    def peak(self) -> int:
        """MiB in memory at the most so far."""
        return self.status("VmHWM") >> 10

    @property
    def sockets(self) -> int:
        """Descriptors that are open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
