"""`make run`: from an empty folder to a served portal, or in seconds to one served before.

Environment: PORT (8000), DEMO=0 leaves out the illustrative world, DATABASE_URL uses PostgreSQL
instead of a file, PORTAL_VAR keeps everything the portal writes somewhere else than var/.
With --prepare it stops before it serves.
"""

import os
import socket
import subprocess
import sys

import started


class Refused(Exception):
    """The portal cannot start; the message says why in one line."""


def asked_port() -> int:
    """PORT as a free port number; raises Refused."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        raise Refused(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            raise Refused(f"Port {text} is reserved for the system: try make run PORT=8001.") from None
        except OSError:
            raise Refused(f"Port {text} is taken by another program: try make run PORT=8001.") from None
    return int(text)


def serve() -> None:
    """Become the server; it greets when it is open."""
    greeting = f"\nThe portal is open at {os.environ['BASE_URL']}/   (Ctrl+C closes it)\n"
    if signins := started.signins():
        greeting += f"\n{signins}\n"
    os.environ["PORTAL_GREETING"] = greeting
    configuration = str(started.ROOT / "deploy" / "gunicorn.conf.py")
    # Ends with the server, which takes over this process.
    subprocess.Popen([sys.executable, str(started.ROOT / "scripts" / "daily.py")])
    command = [sys.executable, "-m", "gunicorn", "--config", configuration]
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)


def main() -> int:
    os.chdir(started.ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        port = asked_port()
        os.environ["PORT"] = str(port)
        os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
        if not started.is_ready():
            prepare = [sys.executable, started.ROOT / "scripts" / "prepare.py"]
            if code := subprocess.call(prepare):
                print("The portal was not started.", file=sys.stderr)
                return code
        if "--prepare" not in sys.argv:
            serve()
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
