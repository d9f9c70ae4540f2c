"""Whatever is done to the record behind the portal's back is found, and the first place is named."""

import tracemalloc

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.record import chain, events, hashing, triggers
from portal.record.models import ChainHead, Event, EventText
from tests.record.chains import CHAIN, OFFICER, append, grow, sql, unguarded

pytestmark = pytest.mark.django_db

EVENT = "UPDATE record_event SET {} WHERE chain = 'thu' AND sequence = %s"
LATER = "3025-01-01 00:00:00+00:00"


def first(expect=None) -> tuple:
    """Where and how the record is broken first; () when it holds."""
    found = chain.verify(CHAIN, expect=expect)
    return (found[0].sequence, found[0].code) if found else ()


@pytest.fixture
def written():
    """Six events; 2, 4 and 6 have a text, the text of 2 is erased by event 7."""
    rows = grow(6)
    return [*rows, events.erase_text(rows[1], "reason", actor=OFFICER, reason="yêu cầu")]


def test_an_untouched_chain_holds(written):
    assert first() == ()
    assert chain.head(CHAIN).sequence == 7


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "case.other"),
        ("at", LATER),
        ("actor_id", 8),
        ("actor_id", None),
        ("actor_name", "Y Hanh"),
        ("actor_role", "administrator"),
        ("actor_unit", "23474"),
        ("subject_kind", "unit"),
        ("subject_id", 42),
        ("subject_code", ""),
        ("subject_name", "Xã Đắk Long"),
        ("payload", '{"step": 4}'),
        ("payload", '["step"]'),
        ("hash", "a" * 64),
        ("version", 0),
        ("id", 1_000_000_000),
    ],
)
def test_a_changed_column_is_found(written, column, value):
    with unguarded():
        sql(EVENT.format(f"{column} = %s"), value, 3)
    sequence, code = first()
    assert code in {"changed", "version", "reordered"}
    assert sequence == (4 if column == "id" else 3)


def test_a_change_with_a_new_hash_breaks_the_next_event(written):
    with unguarded():
        sql(EVENT.format("action = %s"), "case.other", 3)
        digest = hashing.event_hash(Event.objects.get(chain=CHAIN, sequence=3))
        sql(EVENT.format("hash = %s"), digest, 3)
    assert first() == (4, "unlinked")


@pytest.mark.parametrize(("gone", "found"), [(1, (1, "removed")), (5, (5, "removed")), (7, (7, "removed"))])
def test_a_removed_event_is_found(written, gone, found):
    with unguarded():
        EventText.objects.filter(event__chain=CHAIN, event__sequence=gone).delete()
        Event.objects.filter(chain=CHAIN, sequence=gone).delete()
    assert first() == found


def test_removing_all_events_is_found(written):
    with unguarded():
        EventText.objects.filter(event__chain=CHAIN).delete()
        Event.objects.filter(chain=CHAIN).delete()
    assert first() == (1, "removed")


def test_an_inserted_event_is_found(written):
    head = chain.head(CHAIN)
    values = {field.attname: getattr(written[6], field.attname) for field in Event._meta.local_fields}
    added = Event(**values | {"id": None, "sequence": 8, "previous_hash": head.hash})
    added.hash = hashing.event_hash(added)
    added.save(force_insert=True)
    assert first() == (8, "inserted")


def test_reordered_events_are_found(written):
    with unguarded():
        for here, there in ((3, 100), (5, 3), (100, 5)):
            sql(EVENT.format("sequence = %s"), there, here)
    assert first()[0] == 3


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"hash": "b" * 64}, (7, "head")),
        ({"sequence": 9}, (8, "removed")),
        ({"sequence": 3}, (3, "head")),
    ],
)
def test_a_changed_head_is_found(written, change, found):
    with unguarded():
        ChainHead.objects.filter(chain=CHAIN).update(**change)
    assert first() == found


def test_a_removed_head_is_found(written):
    with unguarded():
        ChainHead.objects.filter(chain=CHAIN).delete()
    assert first() == (1, "inserted")
    assert CHAIN in chain.chains()


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({"text": "Lý do khác"}, 4),
        ({"salt": "00" * 32}, 4),
        ({"salt": "no hex"}, 4),
        ({"key": "other"}, 4),
        ({"text": None, "salt": ""}, 4),
        ({"erased_at": LATER}, 4),
    ],
)
def test_a_changed_text_is_found(written, change, sequence):
    with unguarded():
        EventText.objects.filter(event__chain=CHAIN, event__sequence=4).update(**change)
    assert first() == (sequence, "text")


def test_a_removed_text_is_found(written):
    with unguarded():
        EventText.objects.filter(event__chain=CHAIN, event__sequence=4).delete()
    assert first() == (4, "text")


def test_a_text_erased_in_silence_is_found(written):
    """The guard allows erasing, but only erase_text tells of it in the chain."""
    EventText.objects.filter(event__chain=CHAIN, event__sequence=4).update(
        text=None, salt="", erased_at=LATER
    )
    assert first() == (4, "text")


def test_an_added_text_is_found(written):
    EventText.objects.create(event=written[2], key="reason", salt="00", text="thêm")
    assert first() == (3, "text")


def test_all_breaks_are_told_in_order(written):
    with unguarded():
        sql(EVENT.format("action = 'x'"), 2)
        sql(EVENT.format("action = 'x'"), 5)
    assert [found.sequence for found in chain.verify(CHAIN)] == [2, 5]
    assert len(chain.verify(CHAIN, limit=1)) == 1


def test_a_rewritten_chain_is_found_by_a_kept_head(written):
    """Someone who has the whole database can forge a whole chain; not a head kept elsewhere."""
    kept = chain.head(CHAIN)
    with unguarded():
        EventText.objects.filter(event__chain=CHAIN).delete()
        Event.objects.filter(chain=CHAIN).delete()
        ChainHead.objects.filter(chain=CHAIN).delete()
    assert first(expect=kept) == (7, "expected")
    grow(9)
    assert first() == ()
    assert first(expect=kept) == (7, "expected")


def test_a_kept_head_holds_while_the_chain_grows(written):
    kept = chain.head(CHAIN)
    grow(3)
    assert first(expect=kept) == ()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "hôm qua"), ("actor_name", b"\xff"), ("payload", '{"step": 3, "step": 3}'), ("payload", "1e999")],
)
def test_rows_that_cannot_be_read_are_found(written, column, value):
    with unguarded():
        sql(EVENT.format(f"{column} = %s"), value, 3)
    assert first()[0] == 3


def test_the_walk_needs_little_memory_however_long_the_chain(written):
    def peak() -> int:
        tracemalloc.start()
        try:
            assert chain.verify(CHAIN) == []
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    grow(60)
    small = peak()
    for _ in range(4):
        grow(60)
    assert peak() < small + 2 * 1024 * 1024


def test_verify_record_prints_count_and_head(written, capsys):
    call_command("verify_record", chain=CHAIN)
    out = capsys.readouterr().out
    head = chain.head(CHAIN)
    assert "7" in out.splitlines()[0]
    assert f"{head.sequence}:{head.hash}" in out.splitlines()[1]
    call_command("verify_record", chain=CHAIN, expect=f"{head.sequence}:{head.hash}")


def test_verify_record_names_the_first_broken_event(written):
    with unguarded():
        sql(EVENT.format("action = 'x'"), 5)
    with pytest.raises(CommandError, match=r"thu:5 \[changed\]") as refused:
        call_command("verify_record")
    assert refused.value.returncode == 1


@pytest.mark.parametrize("kept", ["", "7", "x:y", "7:abc", "-1:" + "0" * 64])
def test_verify_record_wants_a_readable_kept_head(written, kept):
    if kept:
        with pytest.raises(CommandError):
            call_command("verify_record", chain=CHAIN, expect=kept)
    else:
        call_command("verify_record", chain=CHAIN)


def test_verify_record_finds_a_missing_guard(written):
    connection.check_constraints()
    try:
        triggers.drop(connection)
        with pytest.raises(CommandError, match="guard_record_event_no_update"):
            call_command("verify_record", chain=CHAIN)
    finally:
        triggers.install(connection)
    call_command("verify_record", chain=CHAIN)


def test_verify_record_holds_for_a_chain_without_events():
    call_command("verify_record", chain="trong", verbosity=0)


def test_deleting_what_was_acted_on_keeps_its_events(django_user_model):
    user = django_user_model.objects.create(username="y.hanh.xoa", full_name="Y Hạnh")
    append(actor=user.pk)
    user.delete()
    assert first() == ()
