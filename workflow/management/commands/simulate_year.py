"""The main job without a browser: one illustrative year of every commune."""

import resource
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from portal.units.models import Tier, Unit
from workflow.actions.refusals import Refused
from workflow.simulation.year import simulate


class Command(BaseCommand):
    help = "Drives every commune through one illustrative year, through the same door as officials."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True, help="year of the campaign, e.g. 2014")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another made-up year")
        parser.add_argument("--communes", type=Path, help="file of commune codes, one a line")
        parser.add_argument("--province", default="62", help="code of the province")

    def handle(self, *, year, seed, communes, province, **options):
        started = time.perf_counter()
        codes = self._codes(communes)
        try:
            unit = Unit.objects.get(code=province, tier=Tier.PROVINCE)
        except Unit.DoesNotExist:
            raise CommandError(f"there is no province {province}: run load_units first") from None
        try:
            lived = simulate(unit, year, seed=seed, communes=codes, told=self._told)
        except Refused as refused:
            raise CommandError("; ".join(refused.sentences)) from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        self._report(lived, time.perf_counter() - started)

    def _codes(self, path):
        if path is None:
            return None
        try:
            return {line.split()[0] for line in path.read_text().splitlines() if line.strip()}
        except OSError as error:
            raise CommandError(f"cannot read {path}: {error.strerror}") from None

    def _told(self, done, left):
        if done % 200 == 0:
            self.stderr.write(f"  {done} steps done, {left} planned", ending="\r")

    def _report(self, lived, seconds):
        cases = lived.campaign.cases
        self.stdout.write(f"Year {lived.campaign.year} (illustrative), {cases.count()} communes")
        for row in cases.order_by().values("state").annotate(n=Count("pk")).order_by("state"):
            self.stdout.write(f"  {row['state']:<20}{row['n']:>5}")
        rows = cases.order_by().values("district_name", "state").annotate(n=Count("pk"))
        districts: dict[str, list[str]] = {}
        for row in rows.order_by("district_name", "state"):
            districts.setdefault(row["district_name"], []).append(f"{row['state']} {row['n']}")
        for name, told in districts.items():
            self.stdout.write(f"  {name:<12} {', '.join(told)}")
        for kind, spent in sorted(lived.seconds.items(), key=lambda pair: -pair[1]):
            times = lived.times[kind]
            self.stdout.write(f"  {kind:<10}{times:>6} × {1000 * spent / times:7.1f} ms")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.stdout.write(f"{seconds:.1f} s, {peak:.0f} MiB")
