"""The illustrative world for an empty portal."""

import time

from django.core.management.base import BaseCommand, CommandError

from portal.units.models import Tier, Unit
from workflow.simulation import demonstration


class Command(BaseCommand):
    help = "Fills an empty portal with the illustrative world: five years behind and one running."

    def add_arguments(self, parser):
        parser.add_argument("--province", default="62", help="code of the province")
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing when the portal is in use; a load that was cut off goes on",
        )

    def handle(self, *, province, if_empty, **options):
        if if_empty and not demonstration.is_wanted():
            return
        unit = Unit.objects.filter(code=province, tier=Tier.PROVINCE).first()
        if unit is None:
            raise CommandError(f"there is no province {province}: run load_units first")
        started = time.perf_counter()

        def told(year: str) -> None:
            self.stdout.write(f"  {year}: {time.perf_counter() - started:.0f} s")
            self.stdout.flush()

        demonstration.load(unit, told)
