"""Walk the chain of publications and say whether all of it holds."""

from django.core.management.base import BaseCommand, CommandError

from public.models import Publication
from public.verify import verify_chain


class Command(BaseCommand):
    """`manage.py verify_publications`: exit 0 when every publication holds, 1 naming the breaks."""

    help = "Walk the chain of publications; exit 1 and name what does not hold."

    def handle(self, *args, **options):
        breaks = verify_chain()
        for found in breaks[:20]:
            self.stderr.write(f"publication {found.sequence}: {found.problem}")
        if breaks:
            raise CommandError(f"{len(breaks)} breaks; the first at publication {breaks[0].sequence}")
        self.stdout.write(f"{Publication.objects.count()} publications, the chain holds.")
