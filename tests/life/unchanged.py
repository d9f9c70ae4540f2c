"""A refusal changes nothing: every row of the portal before and after, by digest."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection

from workflow.actions.refusals import Refused
from workflow.models import Refusal

ROOMS = ("record", "people", "workflow", "public", "outbox")


def tables() -> list[str]:
    """Every table of the portal's rooms, but the log of refusals, which a refusal is meant to change."""
    models = [
        model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]
    return sorted({model._meta.db_table for model in models} - {Refusal._meta.db_table})


def everything() -> dict[str, str]:
    """A digest of each table's rows."""
    told = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            told[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return told


@contextmanager
def refused(*rules: str) -> Iterator[list[str]]:
    """The block is refused for exactly these rules, the refusal is logged, and no row has changed.

    Gives a list that holds the sentences afterwards.
    """
    before, logged, sentences = everything(), Refusal.objects.count(), []
    with pytest.raises(Refused) as caught:
        yield sentences
    sentences += caught.value.sentences
    told = [reason.rule for reason in caught.value.reasons]
    assert sorted(set(told)) == sorted(rules), caught.value
    assert everything() == before
    assert Refusal.objects.count() == logged + 1
    assert Refusal.objects.latest("pk").rules == told
