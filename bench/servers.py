"""Servers under measurement: the same gunicorn for each, on a free port of 127.0.0.1, and its CPU."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
# One sample: until this much CPU is spent (a tick is 10 ms) or this many requests are made.
ENOUGH_CPU, MOST_REQUESTS, WARM_UP = 0.25, 300, 3


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Sample:
    """CPU of the server and time seen by the client, in milliseconds for one request."""

    cpu: float
    wall: float
    size: int


class Server:
    """A running gunicorn."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.port = process, port

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Seconds of user and system time the workers have spent, threads that ended included."""
        ticks = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def memory(self) -> int:
        """MiB of private memory of the workers together."""
        total = 0
        for pid in self.workers():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Private_"):
                    total += int(line.split()[1])
        return total // 1024

    def get(self, connection: http.client.HTTPConnection, url: str, cookie: str = "") -> bytes:
        """The body as it travels; raises RuntimeError unless the answer is 200."""
        headers = {"Accept-Encoding": "gzip", "Host": f"localhost:{self.port}"}
        connection.request("GET", url, headers=headers | ({"Cookie": cookie} if cookie else {}))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{url} answered {answer.status}")
        return body

    def sample(self, url: str, cookie: str = "") -> Sample:
        """Ask for a page again and again over one connection, a bounded number of times."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(WARM_UP):
            body = self.get(connection, url, cookie)
        walls, before = [], self.cpu()
        while len(walls) < MOST_REQUESTS and (len(walls) < 10 or self.cpu() - before < ENOUGH_CPU):
            begun = time.perf_counter()
            self.get(connection, url, cookie)
            walls.append(time.perf_counter() - begun)
        spent = self.cpu() - before
        connection.close()
        return Sample(spent * 1000 / len(walls), statistics.median(walls) * 1000, len(body))


@contextmanager
def serve(application: str, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Run gunicorn with the portal's own configuration on a WSGI application in a folder."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", ROOT / "deploy" / "gunicorn.conf.py"]
    process = subprocess.Popen(
        [*command, "--chdir", folder, "--bind", f"127.0.0.1:{port}", application],
        cwd=folder,
        env=os.environ | {"WEB_CONCURRENCY": "2"} | environment,
    )
    server = Server(process, port)
    try:
        wait_until_open(port, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_until_open(port: int, process: subprocess.Popen, seconds: float = 60) -> None:
    """Return when somebody listens; raises RuntimeError when the process ends or time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not open in time")
