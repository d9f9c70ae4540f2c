"""Load the administrative units, their history, class lists and bodies."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.units import history, loading


class Command(BaseCommand):
    help = "Load the units of Kon Tum (--country: of all Vietnam). Loading again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--country", action="store_true", help="the whole country, for benchmarks")

    def handle(self, *args, country=False, **options):
        try:
            added = loading.load(country=country)
        except history.DataFault as fault:
            raise CommandError(str(fault)) from fault
        if options["verbosity"]:
            self.stdout.write(
                _(
                    "Added %(units)s units, %(spans)s spans, %(lineages)s lineages, %(listings)s class "
                    "listings, %(bodies)s bodies."
                )
                % added
            )
