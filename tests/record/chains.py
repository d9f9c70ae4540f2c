"""A small chain to test with, and hands that reach around its guards."""

from contextlib import contextmanager

from django.db import connection, transaction

from portal.record import events, triggers
from portal.record.events import Actor, Subject

CHAIN = "thu"
OFFICER = Actor(7, "Y Hạnh", "commune_officer", "23473")
CASE = Subject("case", 41, "23473/2025", "Thị trấn Măng Đen")


def append(action="case.saved", chain=CHAIN, texts=None, **payload):
    """An event of the test chain."""
    with transaction.atomic():
        return events.append(action, actor=OFFICER, subject=CASE, payload=payload, texts=texts, chain=chain)


def grow(length: int) -> list:
    """Events 1 … length; every second one has a text."""
    return [
        append(step=step, texts={"reason": f"Lý do {step}"} if step % 2 == 0 else None)
        for step in range(1, length + 1)
    ]


def sql(statement: str, *values) -> None:
    """A write past the portal, by someone who has the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def unguarded():
    """Without the guards, as for someone who dropped them and put them back."""
    connection.check_constraints()
    triggers.drop(connection)
    try:
        yield
    finally:
        connection.check_constraints()
        triggers.install(connection)
