"""Twenty officials save all the points of their cases at the same moment, over HTTP, on SQLite."""

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from threading import Barrier
from urllib.parse import urlencode

from django.urls import reverse

from bench import world
from bench.places import cookie_of
from bench.servers import ROOT, serve
from portal.people import roles
from portal.people.models import Grant
from portal.record import clock
from workflow.actions import campaigns
from workflow.models import Case

OFFICIALS, ROUNDS = 20, 6
YEAR = 2018  # before the illustrative years, so that no case of theirs is touched


class _Fields(HTMLParser):
    """The hidden fields, and the names of the boxes for points, of the grid on a page."""

    def __init__(self, page: str):
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.points: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        field = dict(attributes)
        name = field.get("name") or ""
        if tag != "input" or not name:
            return
        if field.get("type") == "hidden":
            self.hidden[name] = field.get("value") or ""
        elif name.startswith("points-"):
            self.points.append(name)


class Official:
    """One browser: a session, a connection, a case."""

    def __init__(self, port: int, case: Case, cookie: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.url = reverse("workspace:case-scores", args=[case.pk])
        self.host = f"localhost:{port}"
        self.session = cookie

    def _ask(self, method: str, body: str = "", cookie: str = ""):
        headers = {"Host": self.host, "Cookie": f"{self.session}; {cookie}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, self.url, body or None, headers)
        answer = self.connection.getresponse()
        return answer, answer.read().decode()

    def save(self, turn: int, together: Barrier) -> tuple[float, int]:
        """Open the grid, wait for the others, send every criterion; milliseconds and status."""
        answer, page = self._ask("GET")
        given = answer.headers.get_all("Set-Cookie") or []
        token = "; ".join(cookie.partition(";")[0] for cookie in given)
        form = _Fields(page)
        points = {name: str(1 + (turn + number) % 4) for number, name in enumerate(form.points)}
        together.wait(60)
        begun = time.perf_counter()
        answer, _ = self._ask("POST", urlencode(form.hidden | points), token)
        return (time.perf_counter() - begun) * 1000, answer.status


def _places() -> list[tuple[Case, object]]:
    """Cases of a year opened for this, each with the officer of its own commune."""
    province = Case.objects.latest("pk").campaign.province
    in_force = Grant.objects.in_force(clock.today()).filter(deputy=False)
    officer = in_force.filter(role=roles.PROVINCE_OFFICER, unit=province).first().user
    campaign = campaigns.open_campaign(province, YEAR, officer, illustrative=True)
    at = {grant.unit_id: grant.user for grant in in_force.filter(role=roles.COMMUNE_OFFICER)}
    cases = campaign.cases.order_by("pk")
    return [(case, at[case.commune_id]) for case in cases if case.commune_id in at][:OFFICIALS]


def measure() -> None:
    """On the database of this process; prints errors and the times of saving."""
    places = _places()
    with serve("portal.wsgi:application", ROOT, {}) as server, ThreadPoolExecutor(OFFICIALS) as pool:
        officials = [Official(server.port, case, cookie_of(user)) for case, user in places]
        saved, before = [], server.cpu()
        for turn in range(ROUNDS):
            together = Barrier(len(officials))
            saved += pool.map(lambda official: official.save(turn, together), officials)  # noqa: B023
        cpu = (server.cpu() - before) * 1000 / len(saved)
    taken = [milliseconds for milliseconds, _ in saved]
    errors = [status for _, status in saved if status != 302]
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(
        f"{len(officials)} officials, {ROUNDS} times 15 criteria at once: {len(errors)} errors {errors[:5]}, "
        f"median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms, slowest {max(taken):.0f} ms; "
        f"{cpu:.0f} ms of server CPU to open and save a grid"
    )


def run() -> None:
    """On a copy of the illustrative world."""
    folder = world.scratch("officials")
    shutil.rmtree(folder)
    shutil.copytree(world.WORLD, folder)
    code = "import django; django.setup(); from bench.officials import measure; measure()"
    environment = os.environ | {"PORTAL_VAR": str(folder)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
    shutil.rmtree(folder)
