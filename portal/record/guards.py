"""The record's own guards: events stay, texts can only be erased, heads only step forward."""

from django.db import connections

from portal.record import triggers
from portal.record.hashing import GENESIS

# Table names in the open, not models: app configurations are read before models exist.
EVENTS, TEXTS, HEADS, FILES = "record_event", "record_eventtext", "record_chainhead", "record_storedfile"
_FILE_COLUMNS = ("id", "digest", "size", "content_type", "name", "uploaded_by_id", "uploaded_by_name", "at")


def register() -> None:
    """Register the guards of the record's tables."""
    triggers.register(*triggers.append_only(EVENTS))
    triggers.register(
        triggers.refuse(
            f"{TEXTS}_erase_only",
            TEXTS,
            "UPDATE",
            when="NOT (OLD.text IS NOT NULL AND NEW.text IS NULL AND NEW.salt = '' "
            "AND NEW.erased_at IS NOT NULL AND NEW.id = OLD.id AND NEW.event_id = OLD.event_id "
            'AND NEW."key" = OLD."key")',
            message="a text of the record can only be erased",
        ),
        *triggers.no_delete(TEXTS),
        triggers.refuse(
            f"{HEADS}_from_zero",
            HEADS,
            "INSERT",
            when=f"NOT (NEW.sequence = 0 AND NEW.hash = '{GENESIS}')",
            message="a chain begins at zero",
        ),
        triggers.refuse(
            f"{HEADS}_one_step",
            HEADS,
            "UPDATE",
            when="NOT (NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 AND NEW.hash <> OLD.hash)",
            message="a chain only grows by one event",
        ),
        *triggers.no_delete(HEADS),
        *triggers.guard_columns(FILES, _FILE_COLUMNS),
        *triggers.no_delete(FILES),
    )


def drop(using: str, **_) -> None:
    """Before a migration: take the guards away."""
    triggers.drop(connections[using])


def install(using: str, **_) -> None:
    """After a migration: put the guards back."""
    triggers.install(connections[using])
