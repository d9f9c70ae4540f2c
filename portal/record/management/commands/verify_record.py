"""Walk the record and say whether it is what was written."""

from itertools import chain as joined
from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.record import chain, files, witnesses
from portal.record.events import PORTAL

_MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Verify the chained record: prints the count of events and the head, or exits 1 naming the first "
        "broken event. Keep a printed head elsewhere and check it later with --expect."
    )

    def add_arguments(self, parser):
        parser.add_argument("--chain", default=None, help="one chain only; all of them otherwise")
        parser.add_argument(
            "--expect", metavar="SEQ:HASH", help="a head kept earlier (chain: --chain or portal)"
        )
        parser.add_argument("--files", action="store_true", help="also read every stored file again")

    def handle(self, *args, **options):
        names = [options["chain"]] if options["chain"] else sorted({PORTAL, *chain.chains()})
        expected = {options["chain"] or PORTAL: self._mark(options["expect"])}
        streams = [chain.breaks_of_events(name, expected.get(name)) for name in names]
        streams += [chain.breaks_of_guards(), witnesses.breaks()]
        if options["files"]:
            streams.append(files.breaks())
        found = list(islice(joined.from_iterable(streams), _MOST_SHOWN))
        if found:
            raise CommandError(
                "\n".join(
                    [_("The record is broken. First: %(first)s") % {"first": found[0]}, *map(str, found[1:])]
                )
            )
        for name in names:
            self._tell(name)

    def _tell(self, name: str) -> None:
        head = chain.head(name)
        told = {"chain": name, "count": head.sequence if head else 0}
        self.stdout.write(_("%(chain)s: %(count)s events, whole and in order.") % told)
        if head:
            self.stdout.write(
                _("Head to keep elsewhere: %(head)s") % {"head": f"{head.sequence}:{head.hash}"}
            )

    def _mark(self, text: str | None) -> chain.Mark | None:
        try:
            return chain.Mark.parse(text) if text else None
        except ValueError as error:
            raise CommandError(str(error)) from error
