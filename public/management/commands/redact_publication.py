"""Take a field out of a publication by a decision; the chain still verifies afterwards."""

from django.core.management.base import BaseCommand, CommandError

from portal.people import grants
from portal.people.models import User
from portal.people.roles import ADMINISTRATOR
from portal.record import clock
from portal.record.events import Actor
from public.models import Publication
from public.redaction import RedactionRefused, redact


class Command(BaseCommand):
    """`manage.py redact_publication 812 /messages/0/text --decision "15/QĐ-UBND" --reason "…" --by ten`."""

    help = "Empty one field of a publication by a later decision; the act enters the record."

    def add_arguments(self, parser):
        parser.add_argument("sequence", type=int, help="number of the publication in the chain")
        parser.add_argument("path", help="JSON pointer of the field, for example /criteria/5/reason")
        parser.add_argument("--decision", required=True, help="number and issuer of the decision")
        parser.add_argument("--reason", required=True, help="why; readers see it")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the account that acts")

    def handle(self, *, sequence, path, decision, reason, by, **options):
        user = User.objects.filter(username=by, is_active=True).first()
        publication = Publication.objects.filter(sequence=sequence).first()
        if user is None:
            raise CommandError(f"there is no active account {by}")
        if not grants.holds(user, ADMINISTRATOR, None, clock.today()):
            raise CommandError(f"{by} is no administrator of the portal today")
        if publication is None:
            raise CommandError(f"there is no publication {sequence}")
        actor = Actor(id=user.pk, name=str(user), role=ADMINISTRATOR, unit_code="")
        try:
            redact(publication, path, decision, reason, actor)
        except RedactionRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"publication {sequence}: {path} was taken out.")
