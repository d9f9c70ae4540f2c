"""How to sign in to the demonstration."""

from django.core.management.base import BaseCommand

from portal.units.models import Tier, Unit
from workflow.simulation import demonstration


class Command(BaseCommand):
    help = "Prints the demonstration accounts and their password."

    def add_arguments(self, parser):
        parser.add_argument("--province", default="62", help="code of the province")

    def handle(self, *, province, **options):
        unit = Unit.objects.get(code=province, tier=Tier.PROVINCE)
        for sign_in in demonstration.sign_ins(unit):
            told = f"{sign_in.role}: {sign_in.waits}"
            self.stdout.write(f"  {sign_in.username:<24}{sign_in.password:<18}{told}")
