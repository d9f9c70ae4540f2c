"""Appending events, and texts that can be erased."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from portal.record import chain, clock, events, hashing
from portal.record.models import ChainHead, Event, EventText
from tests.record.chains import CASE, CHAIN, OFFICER, append

pytestmark = pytest.mark.django_db


def test_events_follow_each_other():
    first, second = append(step=1), append(step=2)
    assert (first.sequence, first.previous_hash) == (1, hashing.GENESIS)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    assert chain.head(CHAIN) == chain.Mark(2, second.hash)
    assert chain.verify(CHAIN) == []


def test_an_event_copies_who_and_what():
    with clock.at(datetime(2025, 11, 14, 2, 30, tzinfo=UTC)):
        event = Event.objects.get(pk=append().pk)
    assert (event.actor_id, event.actor_name, event.actor_role) == (7, "Y Hạnh", "commune_officer")
    assert (event.actor_unit, event.subject_kind, event.subject_id) == ("23473", "case", 41)
    assert (event.subject_code, event.subject_name) == ("23473/2025", "Thị trấn Măng Đen")
    assert event.at == datetime(2025, 11, 14, 2, 30, tzinfo=UTC)
    assert list(Event.objects.about("case", 41).filter(chain=CHAIN)) == [event]


def test_appending_takes_three_queries_beside_the_lock(django_assert_num_queries):
    append()
    with transaction.atomic():
        with django_assert_num_queries(3):
            events.append("a", actor=OFFICER, subject=CASE, payload={}, chain=CHAIN)
        with django_assert_num_queries(4):
            texts = {"reason": "một", "note": "hai"}
            events.append("a", actor=OFFICER, subject=CASE, payload={}, texts=texts, chain=CHAIN)


def test_chains_do_not_mix():
    append(), append(chain="khac")
    assert (chain.head(CHAIN).sequence, chain.head("khac").sequence) == (1, 1)
    assert {CHAIN, "khac"} <= set(chain.chains())


def test_an_act_that_is_undone_leaves_no_event():
    append()
    with pytest.raises(RuntimeError), transaction.atomic():
        append()
        raise RuntimeError
    assert Event.objects.filter(chain=CHAIN).count() == 1
    assert chain.verify(CHAIN) == []


def test_texts_stay_out_of_the_payload():
    event = append(texts={"reason": "Ông A Blong xin lùi ngày"}, on="2025-11-14")
    text = event.texts.get()
    assert "Blong" not in str(Event.objects.get(pk=event.pk).__dict__)
    assert event.payload["texts"] == {"reason": hashing.text_digest(text.salt, text.text)}
    assert events.texts_of(event) == {"reason": "Ông A Blong xin lùi ngày"}


def test_equal_texts_have_different_digests():
    first, second = append(texts={"count": "3"}), append(texts={"count": "3"})
    assert first.payload["texts"] != second.payload["texts"]


def test_an_erased_text_is_gone_and_the_chain_still_holds():
    event = append(texts={"reason": "Ông A Blong xin lùi ngày"})
    told = events.erase_text(event, "reason", actor=OFFICER, reason="Theo yêu cầu của người được nêu tên")
    text = EventText.objects.get(event=event)
    assert (text.text, text.salt) == (None, "")
    assert text.erased_at is not None
    assert (told.action, told.chain, told.sequence) == (events.ERASED, CHAIN, 2)
    assert (told.payload["sequence"], told.payload["key"]) == (1, "reason")
    assert events.texts_of(event) == {"reason": None}
    assert chain.verify(CHAIN) == []


def test_a_text_is_erased_once_and_with_a_reason():
    event = append(texts={"reason": "a"})
    with pytest.raises(ValueError, match="reason"):
        events.erase_text(event, "reason", actor=OFFICER, reason=" ")
    events.erase_text(event, "reason", actor=OFFICER, reason="yêu cầu")
    with pytest.raises(EventText.DoesNotExist):
        events.erase_text(event, "reason", actor=OFFICER, reason="yêu cầu")
    with pytest.raises(EventText.DoesNotExist):
        events.erase_text(event, "other", actor=OFFICER, reason="yêu cầu")
    assert chain.head(CHAIN).sequence == 2


def test_digests_cannot_be_smuggled_in():
    with pytest.raises(ValueError, match="texts"):
        events.append("a", actor=OFFICER, subject=CASE, payload={"texts": {}}, chain=CHAIN)


@pytest.mark.parametrize(
    "write",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(action="other"),
        lambda event: Event.objects.filter(pk=event.pk).delete(),
        lambda event: event.save(),
        lambda event: EventText.objects.filter(event=event).update(text="other"),
        lambda event: EventText.objects.filter(event=event).update(text=None),
        lambda event: EventText.objects.filter(event=event).delete(),
        lambda event: ChainHead.objects.filter(chain=CHAIN).update(sequence=0),
        lambda event: ChainHead.objects.filter(chain=CHAIN).update(sequence=3, hash="f" * 64),
        lambda event: ChainHead.objects.filter(chain=CHAIN).update(hash="f" * 64),
        lambda event: ChainHead.objects.filter(chain=CHAIN).update(chain="other"),
        lambda event: ChainHead.objects.filter(chain=CHAIN).delete(),
        lambda event: ChainHead.objects.create(chain="new", sequence=5, hash="f" * 64),
    ],
)
def test_the_database_refuses_writes_past_the_record(write):
    event = append(texts={"reason": "a"})
    with pytest.raises(IntegrityError), transaction.atomic():
        write(event)
    assert chain.verify(CHAIN) == []


@pytest.mark.postgresql
def test_postgresql_refuses_to_empty_the_table():
    append()
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE record_event CASCADE")
