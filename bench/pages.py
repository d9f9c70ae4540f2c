"""Server CPU of each page beside a stock Wagtail page and a static file, measured in turns."""

import statistics
from contextlib import ExitStack

from bench import places, stock, world
from bench.measures import MEASURES
from bench.servers import Sample, Server, serve

ROUNDS = 3
STATIC_FILE = "bench-41k.css"


def _static_file() -> str:
    """A static file of the stock page's size, in front of the portal's own WhiteNoise."""
    text = "/* a static file of the size of the stock page */\n"
    path = world.WORLD / "static" / STATIC_FILE
    path.write_text(text * (stock.PAGE_BYTES // len(text)))
    return f"/static/{STATIC_FILE}"


def _tell(name: str, samples: list[Sample], page: float, static: float) -> None:
    cpu = statistics.median(sample.cpu for sample in samples)
    wall = statistics.median(sample.wall for sample in samples)
    print(
        f"{name:<30}{samples[0].size / 1000:>8.1f}{cpu:>9.2f}{wall:>9.2f}{cpu / page:>11.2f}"
        f"{cpu / static:>11.1f}",
        flush=True,
    )


def run() -> None:
    """Print one line a page; the ratios are what counts, since machines differ."""
    static_url, known = _static_file(), places.known()
    cookies = {m.role: places.cookie_of(places.holder(m.role)) for m in MEASURES if m.role}
    folder = stock.make(world.FOLDER / "stock")
    with ExitStack() as stack:
        wagtail = stack.enter_context(serve("stock.wsgi:application", folder, stock.environment()))
        portal = stack.enter_context(serve("portal.wsgi:application", world.ROOT, {}))
        jobs: list[tuple[str, Server, str, str]] = [
            ("Stock Wagtail page", wagtail, "/", ""),
            ("Static file (WhiteNoise)", portal, static_url, ""),
        ]
        jobs += [(m.name, portal, m.url.format(**known), cookies.get(m.role, "")) for m in MEASURES]
        samples: dict[str, list[Sample]] = {name: [] for name, *_ in jobs}
        failures: dict[str, str] = {}
        for turn in range(ROUNDS):
            for name, server, url, cookie in jobs:
                try:
                    samples[name].append(server.sample(url, cookie))
                except RuntimeError as failure:
                    failures[name] = str(failure)
            print(f"round {turn + 1} of {ROUNDS}", flush=True)
        print(f"memory of the portal's two workers: {portal.memory()} MiB private")
    page, static = (statistics.median(s.cpu for s in samples[job[0]]) for job in jobs[:2])
    print(f"\n{'':<30}{'kB sent':>8}{'CPU ms':>9}{'wall ms':>9}{'× Wagtail':>11}{'× static':>11}")
    for name in samples:
        if name in failures:
            print(f"{name:<30}  {failures[name]}")
        else:
            _tell(name, samples[name], page, static)
    if failures:
        raise SystemExit(1)
