"""manage.py appoint_first_operator chan@example.hk: gives the operator's role to an account, where nobody has it yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ipmarket.accounts.selectors.people import ids_by_email
from ipmarket.accounts.services.appoint_first_operator import appoint_first_operator
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from ipmarket.kernel.errors import DomainError


class Command(BaseCommand):
    """Afterwards roles are proposed by one operator and granted by another."""

    help = "Appoint the first operator of the platform. The role sleeps until that person signs in with a second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of an account."""
        parser.add_argument("email", help="The address with which the person signs in.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint."""
        address = str(options["email"]).strip().lower()
        user_id = ids_by_email([address]).get(address)
        if user_id is None:
            raise CommandError("No account signs in with this address. The person has to sign up first.")
        try:
            appoint_first_operator(actor=Actor.system("appoint_first_operator"), at=now(), user_id=user_id)
        except DomainError as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write("Appointed. The role works once this person has a second factor.")
