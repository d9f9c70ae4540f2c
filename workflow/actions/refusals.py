"""Refusing well: every unmet condition as a sentence, raised to the caller and kept in a log."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from workflow.models import Refusal
from workflow.rules.facts import Reason, Task, Text, render

logger = logging.getLogger("workflow.refusals")


def present(value: Any) -> str:
    """A parameter of a sentence as the reader's language writes it."""
    if isinstance(value, date):
        return date_format(value, "d/m/Y")
    if isinstance(value, Decimal):
        plain = value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
        return number_format(plain)
    return str(value)


def sentence(said: Reason | Task | Text) -> str:
    """What a rule says, in the reader's language."""
    return render(said, gettext, present, get_language() or "vi")


class Refused(Exception):
    """An act was refused; `reasons` holds every rule that stands in the way."""

    def __init__(self, reasons: Iterable[Reason]):
        self.reasons = tuple(reasons)
        super().__init__("; ".join(f"{reason.rule}: {reason}" for reason in self.reasons))

    @property
    def sentences(self) -> list[str]:
        """The reasons in the reader's language, each once."""
        return list(dict.fromkeys(sentence(reason) for reason in self.reasons))


def refuse(rule: str, message: str, link: str = "", **params) -> Refused:
    """A refusal for one reason."""
    return Refused([Reason(rule, message, params, link)])


def log_refusal(action: str, actor, case_id: int | None, refused: Refused) -> None:
    """Keep a refusal in the log beside the chain. Call outside the undone transaction."""
    rules = [reason.rule for reason in refused.reasons]
    logger.info("refused %s on case %s to user %s: %s", action, case_id, actor.pk, ", ".join(rules))
    Refusal.objects.create(
        user_id=actor.pk, user_name=str(actor), action=action, case_id=case_id, rules=rules
    )


@contextmanager
def undivided(work: str, actor, case_id: int | None = None) -> Iterator[None]:
    """One transaction for a piece of work between acts: a refusal undoes all of it and is logged after.

    `actor` is None where a citizen writes, whose refusals are not kept.
    """
    try:
        with transaction.atomic():
            yield
    except Refused as refused:
        if actor is not None:
            log_refusal(work, actor, case_id, refused)
        raise
