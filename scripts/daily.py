"""Beside a served portal: the day's reminders at seven o'clock, and mails that wait, every ten minutes.

Only Python's standard library, so that it weighs little; the work is done by the portal's own command, which
does nothing twice. It ends with the process that started it. `--worker` also keeps the queue's worker alive.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HOUR = 7
PAUSE = 10 * 60  # seconds between two looks at the mails that wait
FIRST = 60  # seconds after the start: the portal opens first
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def run(*command: str) -> bool:
    """One command of the portal to its end; whether it went well."""
    return subprocess.call([*MANAGE, *command], cwd=ROOT, stdout=subprocess.DEVNULL) == 0


def due(now: datetime, done: str) -> bool:
    """Whether today's reminders are still to be sent: from seven o'clock, once a day."""
    return now.hour >= HOUR and done != now.date().isoformat()


def keep(worker: subprocess.Popen | None) -> subprocess.Popen:
    """The queue's worker, started anew when it has ended."""
    if worker is not None and worker.poll() is None:
        return worker
    return subprocess.Popen([*MANAGE, "db_worker", "--queue-name", "*"], cwd=ROOT)


def main() -> int:
    parent, with_worker = os.getppid(), "--worker" in sys.argv
    worker, done, next_look = None, "", time.monotonic() + (0 if with_worker else FIRST)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while with_worker or os.getppid() == parent:
            worker = keep(worker) if with_worker else None
            if time.monotonic() >= next_look:
                now, next_look = datetime.now(HANOI), time.monotonic() + PAUSE
                if due(now, done):
                    # A run that failed is tried again at the next look.
                    done = now.date().isoformat() if run("run_deadlines") else done
                else:
                    run("send_mails")
            time.sleep(1)
    except KeyboardInterrupt:
        pass
    finally:
        if worker is not None and worker.poll() is None:
            worker.terminate()
            worker.wait(timeout=60)
    return 0


if __name__ == "__main__":
    sys.exit(main())
