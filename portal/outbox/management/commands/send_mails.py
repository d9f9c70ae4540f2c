"""Send the mails that wait: those cut short by a crash and those the mail server refused for a while."""

from django.core.management.base import BaseCommand

from portal.outbox import post


class Command(BaseCommand):
    help = "Send waiting mails; safe to run at any time and as often as you like."

    def handle(self, *args, **options):
        sent, left = post.send_waiting()
        self.stdout.write(f"sent {sent}, left {left}")
