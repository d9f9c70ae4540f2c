"""Make the first administrator of a new portal; everybody else is appointed from there."""

import getpass

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.people import grants
from portal.people.models import User


class Command(BaseCommand):
    help = "Make the first administrator: an account that may enter Django's admin and appoint the province."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("--decision", required=True, help="number and date of the appointing paper")
        parser.add_argument("--email", default="")

    def handle(self, *args, username, full_name, decision, email, **options):
        user = User(username=username, full_name=full_name, email=email, is_staff=True, is_superuser=True)
        password = self.asked_password(user)
        user.set_password(password)
        try:
            with transaction.atomic():
                user.full_clean()
                user.save()
                grants.found(user, decision=decision)
        except ValidationError as wrong:
            raise CommandError("; ".join(wrong.messages)) from wrong
        except grants.AppointmentRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{username} is the portal's administrator")

    def asked_password(self, user: User) -> str:
        """A password typed twice at the terminal. Raises CommandError when it is weak or the two differ."""
        password = getpass.getpass("Password: ")
        if getpass.getpass("Password once more: ") != password:
            raise CommandError("The two passwords differ.")
        try:
            password_validation.validate_password(password, user)
        except ValidationError as weak:
            raise CommandError("; ".join(weak.messages)) from weak
        return password
