"""Remind everybody of the last days that come near or are over; once a day or oftener.

The day is the portal's own: there is no option to choose another, so nobody is reminded of a day made up.
"""

from django.core.management.base import BaseCommand

from portal.outbox import post
from workflow.notices import deadlines, relay


class Command(BaseCommand):
    help = "Send today's reminders, once a person and day; tell what was not told yet, send mails that wait."

    def handle(self, *args, **options):
        told = relay.catch_up()
        ran = deadlines.run()
        sent, left = post.send_waiting()
        self.stdout.write(
            f"{ran.day:%d/%m/%Y}: {ran.years} running years, {ran.digests} digests with "
            f"{ran.reminders} reminders, {ran.already} people had nothing new; "
            f"{told} notices of events made up for; mails: {sent} sent now, {left} waiting or failed"
        )
