"""Triggers that keep publications as they were published, on both engines."""

from portal.record import triggers
from public.models.publication import Publication, PublicationHead

# What a redaction may empty; everything else keeps the value the row was born with.
REDACTED_COLUMNS = {"content", "salts", "redactions"}


def register() -> None:
    """Tell the record which guards stand on the tables of publications."""
    table, heads = Publication._meta.db_table, PublicationHead._meta.db_table
    changed = [
        f'NEW."{field.column}" {{differs}} OLD."{field.column}"'
        for field in Publication._meta.concrete_fields
        if field.column not in REDACTED_COLUMNS
    ]
    triggers.register(
        triggers.refuse(
            f"{table}_only_redaction",
            table,
            "UPDATE",
            when=" OR ".join([*changed, "NEW.redactions {same} OLD.redactions"]),
            message="a publication never changes, but for a redaction",
        ),
        *triggers.no_delete(table),
        triggers.refuse(
            f"{heads}_one_step",
            heads,
            "UPDATE",
            when="NOT (NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 "
            "AND NEW.digest <> OLD.digest)",
            message="the chain of publications only grows by one",
        ),
        *triggers.no_delete(heads),
    )
