"""Publications: chained, versioned, kept or undone with their act, never changed but for a redaction."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal.people import roles
from portal.people.models import Grant
from portal.record import clock, triggers
from portal.record.events import Actor
from portal.record.models import Event
from public.leaves import flatten, is_redactable
from public.models import CurrentPublication, Publication
from public.redaction import RedactionRefused, redact
from public.result import Result
from public.verify import verify_chain
from tests import province
from tests.public import snapshots
from workflow.actions.door import perform
from workflow.models import Case, states

pytestmark = pytest.mark.django_db

ACTOR = Actor(id=None, name="Sở LĐ-TB&XH", role="province_officer", unit_code="62")


@pytest.fixture
def lone(db):
    """A publication of a year nobody else writes about."""
    return snapshots.publish(snapshots.final(year=2031), case_id=900_001)


def test_every_state_of_the_province_is_published_as_decided():
    held = {
        one.publication.case_id: one.publication
        for one in CurrentPublication.objects.select_related("publication")
    }
    for state in (*states.MET, states.NOT_RECOGNIZED, states.REVOKED, states.NOT_FILED):
        case = province.case_in(state)
        publication = held[case.pk]
        assert (publication.state, publication.kind) == (state, "final")
        assert publication.district_total == case.district_total
        assert publication.threshold == case.threshold
    assert province.case_in(states.DRAFT).pk not in held


def test_a_returned_case_is_told_as_withdrawn_without_points():
    case = province.case_at(province.RETURNED)
    publication = Publication.objects.current().get(case_id=case.pk)
    assert (publication.kind, publication.state) == ("withdrawn", "draft")
    assert (publication.total, publication.margin) == (None, None)
    assert {row["commune"] for row in publication.content["criteria"]} == {None}


def test_the_chain_of_the_province_holds():
    assert verify_chain() == []
    call_command("verify_publications", verbosity=0)


def test_versions_count_and_the_pointer_follows(lone):
    again = snapshots.publish(snapshots.final(year=2031, state="revoked"), case_id=900_001)
    assert (lone.version, again.version) == (1, 2)
    assert again.previous_digest == lone.digest
    assert CurrentPublication.objects.get(unit_code=lone.unit_code, year=2031).publication == again
    assert verify_chain() == []


def test_a_made_up_result_never_takes_the_place_of_a_real_one():
    real = snapshots.publish(snapshots.final(year=2031, illustrative=False), case_id=900_001)
    snapshots.publish(snapshots.final(year=2031, illustrative=True), case_id=900_002)
    assert CurrentPublication.objects.get(unit_code=real.unit_code, year=2031).publication == real
    assert verify_chain() == []


def test_a_failure_after_the_act_takes_the_publication_with_it():
    before = Publication.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        snapshots.publish(snapshots.final(year=2031), case_id=900_001)
        raise RuntimeError("crash")
    assert Publication.objects.count() == before
    assert verify_chain() == []


def test_an_act_whose_publication_fails_is_undone(monkeypatch):
    case = province.case_in(states.DISTRICT_REVIEWED)
    events = Event.objects.count()
    monkeypatch.setattr("public.publishing.digest", lambda *_arguments: 1 / 0)
    with province.now(), pytest.raises(ZeroDivisionError):
        officer = province.user_of(roles.DISTRICT_OFFICER, case)
        perform(case, "reopen", officer, reason="Đối chiếu lại tiêu chí 6")
    assert Case.objects.get(pk=case.pk).state == states.DISTRICT_REVIEWED
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "change",
    [
        {"state": "recognized"},
        {"district_total": 999},
        {"digest": "0" * 64},
        {"content": {"state": "recognized"}},
        {"salts": {}},
    ],
)
def test_no_row_can_be_changed(lone, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=lone.pk).update(**change)


def test_no_row_can_be_removed(lone):
    CurrentPublication.objects.filter(publication=lone).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=lone.pk).delete()


def _behind_the_guards(statement, *values):
    connection.check_constraints()
    triggers.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    connection.check_constraints()  # PostgreSQL alters no table that still has deferred checks waiting
    triggers.install(connection)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE public_publication SET state = 'rewarded' WHERE id = %s", "list column state"),
        ("UPDATE public_publication SET event_sequence = 7 WHERE id = %s", "digest does not follow"),
        ("UPDATE public_publication SET salts = '{}' WHERE id = %s", "was changed"),
        ("UPDATE public_publication SET content = '{\"a\": 1}' WHERE id = %s", "added or removed"),
    ],
)
def test_a_change_behind_the_guards_is_found(lone, statement, told):
    _behind_the_guards(statement, lone.pk)
    found = verify_chain()
    assert found[0].sequence == lone.sequence
    assert any(told in one.problem for one in found)
    with pytest.raises(CommandError):
        call_command("verify_publications")


def test_a_removed_row_is_found(lone):
    snapshots.publish(snapshots.final(year=2032), case_id=900_002)
    CurrentPublication.objects.filter(publication=lone).delete()
    _behind_the_guards("DELETE FROM public_publication WHERE id = %s", lone.pk)
    assert any(one.problem == "missing" for one in verify_chain())


def test_a_pointer_to_an_older_row_is_found(lone):
    again = snapshots.publish(snapshots.final(year=2031, state="revoked"), case_id=900_001)
    CurrentPublication.objects.filter(publication=again).update(publication=lone)
    assert ["pointer" in one.problem for one in verify_chain()] == [True]


def test_a_field_is_taken_out_and_the_chain_still_verifies(lone):
    told = redact(lone, "/criteria/5/reason", "15/QĐ-UBND", "Lộ chuyện riêng của trẻ em", ACTOR)
    assert told.content["criteria"][5]["reason"] is None
    assert "/criteria/5/reason" not in told.salts
    assert told.leaves == lone.leaves
    assert told.digest == lone.digest
    event = Event.objects.get(action="redact_publication")
    assert (event.payload["path"], event.payload["decision"]) == ("/criteria/5/reason", "15/QĐ-UBND")
    assert verify_chain() == []


def _declined(first=None, **options):
    told = snapshots.final(year=2031, state="not_recognized", **options)
    event = snapshots.acted(told, 900_001)
    told["decision"]["event"] = told["timeline"][-1]["event"] = first.event_sequence if first else event
    return snapshots.publish(told, case_id=900_001, event_sequence=event)


def test_a_reason_goes_from_every_place_and_version_and_never_comes_back():
    """The reason of a refusal stands at the top, with the decision and in the timeline."""
    private = "Tổng điểm dưới ngưỡng."
    first = _declined()
    second = _declined(first)
    again = next(path for path, value in flatten(first.content) if value == private)
    redact(second, again, "15/QĐ-UBND", "Nêu tên người", ACTOR)
    third = _declined(first)
    for pk in (first.pk, second.pk, third.pk):
        held = Publication.objects.get(pk=pk)
        wanted = None if held.pk == first.pk else private
        assert held.content["decision"]["reason"] is None
        assert held.content["timeline"][-1]["reason"] is None
        # The reason of another act is told: only the words of this one were taken out.
        assert held.content["reason"] == wanted
        assert Result(held).redactions[0]["decision"] == "15/QĐ-UBND"
    assert (third.redactions, {one["path"] for one in third.content["left_out"]}) == (
        {},
        {"/decision/reason", f"/timeline/{len(third.content['timeline']) - 1}/reason"},
    )
    assert verify_chain() == []


def test_no_clear_copy_stands_beside_the_document(lone):
    """What can be taken out stands in the document alone: no list column, no header holds it."""
    told = _declined()
    taken = {path: value for path, value in flatten(told.content) if is_redactable(path) and value}
    others = [
        getattr(told, field.attname)
        for field in Publication._meta.concrete_fields
        if field.attname not in ("content", "salts", "leaves")
    ]
    assert taken and not [v for v in taken.values() for other in [*others, told.header] if v in str(other)]


def test_words_that_came_back_are_found(lone):
    redact(lone, "/criteria/5/reason", "15/QĐ-UBND", "Lộ chuyện riêng của trẻ em", ACTOR)
    again = snapshots.publish(snapshots.final(year=2031), case_id=900_001)
    told = again.content["criteria"][5]["reason"]
    assert told is None and verify_chain() == []
    rows = Publication.objects.filter(pk=lone.pk)
    _behind_the_guards("UPDATE public_publication SET case_id = 900009 WHERE id = %s", lone.pk)
    back = snapshots.publish(snapshots.final(year=2031), case_id=900_001)
    _behind_the_guards("UPDATE public_publication SET case_id = 900001, version = 9 WHERE id = %s", lone.pk)
    assert rows.get().case_id == 900_001
    problems = {one.sequence: one.problem for one in verify_chain()}
    assert problems[back.sequence] == "/criteria/5/reason was taken out of another version and stands here"


def test_a_redaction_nobody_recorded_is_found(lone):
    redact(lone, "/messages/0", "15/QĐ-UBND", "Có tên trẻ em", ACTOR)
    _behind_the_guards("UPDATE public_publication SET redactions = '{}' WHERE id = %s", lone.pk)
    assert verify_chain()[0].sequence == lone.sequence


@pytest.mark.parametrize(
    ("path", "decision", "reason"),
    [
        ("/state", "15/QĐ", "vì"),
        ("/totals/district", "15/QĐ", "vì"),
        ("/criteria/99/reason", "15/QĐ", "vì"),
        ("/criteria/5/reason", " ", "vì"),
        ("/criteria/5/reason", "15/QĐ", ""),
    ],
)
def test_other_redactions_are_refused(lone, path, decision, reason):
    with pytest.raises(RedactionRefused):
        redact(lone, path, decision, reason, ACTOR)
    assert Publication.objects.get(pk=lone.pk).redactions == {}


def test_a_publication_no_act_bears_out_is_found(client):
    """The row is whole in itself: chained, hashed, with all its leaves. Only the record says it never was."""
    declined = province.case_in(states.NOT_RECOGNIZED)
    own = Publication.objects.filter(case_id=declined.pk).latest("version")
    forged = snapshots.final(year=declined.year, code="FAKE")
    other = province.case_in(states.RECOGNIZED)
    for event in (1, own.event_sequence, Publication.objects.filter(case_id=other.pk)[0].event_sequence):
        mark = transaction.savepoint()
        row = snapshots.publish(forged, case_id=declined.pk, event_sequence=event)
        assert row.sequence in {one.sequence for one in verify_chain()}
        transaction.savepoint_rollback(mark)
    assert verify_chain() == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"state": "rewarded"}, "state is not"),
        ({"totals": {"commune": "1000", "district": "702", "margin": "52"}}, "commune_total is not"),
        ({"totals": {"commune": "700", "district": "999", "margin": "349"}}, "district_total is not"),
        ({"certificate": {"number": "99/GCN-UBND", "code": "FAKE-FAKE-FAKE"}}, "certificate is not"),
    ],
)
def test_each_thing_the_record_knows_is_held_against_it(db, change, problem):
    true = snapshots.final(year=2031)
    event = snapshots.acted(true, 900_001)
    snapshots.publish(true | change, case_id=900_001, event_sequence=event)
    assert any(problem in one.problem for one in verify_chain())


def test_only_an_administrator_of_today_takes_words_out(lone):
    def order(by):
        given = {"decision": "15/QĐ-UBND", "reason": "Lộ chuyện riêng", "by": by, "verbosity": 0}
        call_command("redact_publication", str(lone.sequence), "/criteria/5/reason", **given)

    keeper = Grant.objects.filter(role=roles.ADMINISTRATOR).in_force(clock.today()).first()
    chair = province.user_of(roles.PROVINCE_CHAIR, province.case_in(states.DRAFT))
    with pytest.raises(CommandError):
        order(chair.username)
    mark = transaction.savepoint()
    Grant.objects.filter(pk=keeper.pk).update(valid_until=clock.today() - timedelta(days=1))
    with pytest.raises(CommandError):
        order(keeper.user.username)
    transaction.savepoint_rollback(mark)
    assert not Event.objects.filter(action="redact_publication").exists()
    order(keeper.user.username)
    assert Event.objects.get(action="redact_publication").actor_id == keeper.user_id
