"""Whoever gets past the guards is found afterwards."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from portal.people.models import Grant
from portal.record import chain, events, triggers
from portal.record.models import Event, EventText
from public.models.publication import CurrentPublication, Publication
from public.verify import verify_chain
from tests import province
from tests.record.chains import sql, unguarded
from workflow.models import Act, Case, Conclusion, Paper, Recognition, Score, ScoreRevision


def broken() -> str:
    """What verify_record says of a record that does not hold."""
    with pytest.raises(CommandError) as error:
        call_command("verify_record")
    return str(error.value)


@contextmanager
def whole():
    """The record holds before the block and is restored after it."""
    call_command("verify_record")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_province_s_own_record_holds(capsys):
    call_command("verify_record", "--files")
    told = capsys.readouterr().out
    assert str(Event.objects.filter(chain=events.PORTAL).count()) in told
    assert verify_chain() == []


@pytest.mark.parametrize("state", ["rewarded", "revoked", "not_recognized"])
def test_a_changed_act_is_named(state):
    """The first broken event is the one that was touched."""
    sequence = province.case_in(state).head_event
    with whole(), unguarded():
        Event.objects.filter(chain=events.PORTAL, sequence=sequence).update(action="case.recognize")
        assert chain.verify(events.PORTAL)[0].sequence == sequence
    assert chain.verify(events.PORTAL) == []


def test_a_removed_act_is_named():
    sequence = province.case_in("revoked").head_event
    with unguarded():
        gone = Event.objects.filter(chain=events.PORTAL, sequence=sequence)
        EventText.objects.filter(event__in=gone)._raw_delete(gone.db)
        gone._raw_delete(gone.db)
    assert str(sequence) in broken()


@pytest.mark.parametrize(
    "guard",
    [
        "guard_workflow_case_born_as_draft",
        "guard_workflow_case_moves_with_event",
        "guard_workflow_score_commune_locked",
        "guard_workflow_score_district_locked",
        "guard_workflow_act_no_update",
        "guard_workflow_scorerevision_no_delete",
        "guard_public_publication_only_redaction",
    ],
)
def test_a_missing_guard_of_the_main_job_is_named(guard):
    (table,) = {trigger.table for trigger in triggers.registered() if trigger.guard == guard}
    sql(f"DROP TRIGGER {guard}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
    assert triggers.missing(connection) == [guard]
    assert guard in broken()


@pytest.mark.parametrize(
    "change",
    [
        {"district_total": 999},
        {"state": "recognized"},
        {"digest": "f" * 64},
        {"event_sequence": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_publication_is_named(change):
    publication = Publication.objects.filter(state="not_recognized").latest("sequence")
    with unguarded():
        Publication.objects.filter(pk=publication.pk).update(**change)
    assert verify_chain()[0].sequence == publication.sequence


def test_a_publication_that_was_hidden_behind_an_older_one_is_named():
    newest = CurrentPublication.objects.get(unit_code=province.PO_E, year=2025)
    older = Publication.objects.filter(case_id=newest.publication.case_id).order_by("version").first()
    CurrentPublication.objects.filter(pk=newest.pk).update(publication=older)
    assert verify_chain()[0].sequence == newest.publication.sequence


@pytest.mark.parametrize("state", ["draft", "district_reviewed", "rewarded"])
def test_a_case_moved_with_an_event_that_is_not_there_is_named(state):
    """Raising the head event together with the state passes the trigger, but not the record."""
    case = province.case_in(state)
    other = "recognized" if state != "recognized" else "revoked"
    Case.objects.filter(pk=case.pk).update(state=other, head_event=(case.head_event or 0) + 1)
    told = broken()
    assert f"{case.pk}" in told and f"state = {other}" in told


@pytest.mark.parametrize("column", ["commune_total", "district_total"])
def test_a_total_that_was_not_decided_is_named(column):
    case = province.case_in("recognized")
    Case.objects.filter(pk=case.pk).update(**{column: 999})
    assert str(case.head_event) in broken()


def test_an_act_that_was_not_recorded_is_named():
    """Acts can only be added to; an invented one has no event."""
    act = Act.objects.filter(case_id=province.case_in("recognized").pk).latest("event")
    act.pk, act.event = None, act.event + 1
    act.save(force_insert=True)
    assert str(act.event) in broken()


def test_an_act_whose_signer_was_swapped_is_named():
    act = Act.objects.filter(case_id=province.case_in("recognized").pk).latest("event")
    with unguarded():
        Act.objects.filter(pk=act.pk).update(actor_id=act.actor_id + 1)
    assert str(act.event) in broken()


def test_a_case_that_is_gone_is_named():
    case = province.case_in("not_filed")
    with unguarded():
        Case.objects.filter(pk=case.pk).delete()
    assert str(case.head_event) in broken()


def of(model, **more):
    """The rows of a model that belong to a recognised case."""
    return model.objects.filter(case=province.case_in("recognized"), **more)


UNSEEN = {
    "threshold": lambda: Case.objects.filter(pk=province.case_in("recognized").pk).update(threshold=1),
    "day of filing": lambda: Case.objects.filter(pk=province.case_in("recognized").pk).update(
        submitted_on=date(2025, 1, 1)
    ),
    "points unlocked and locked again": lambda: (
        of(Score, criterion=2).update(district_locked=False),
        of(Score, criterion=2).update(district_points=1),
        of(Score, criterion=2).update(district_locked=True),
    ),
    "conclusion": lambda: of(Conclusion).update(met=False),
    "revocation": lambda: of(Recognition).update(revoked_on=date(2025, 12, 1)),
    "opened paper": lambda: of(Paper).update(public=True),
    "invented saved value": lambda: ScoreRevision.objects.create(
        case_id=province.case_in("recognized").pk, criterion=1, side="commune", version=99, saved_by_name=""
    ),
    "right ended": lambda: Grant.objects.filter(role="province_chair").update(valid_until=date(2030, 1, 1)),
    "right invented": lambda: Grant.objects.create(
        user=province.user_of("editor", province.case_in("draft")),
        role="province_chair",
        unit=province.case_in("draft").campaign.province,
        valid_from=date(2020, 1, 1),
        decision="QĐ 1",
    ),
}


@pytest.mark.parametrize("write", UNSEEN.values(), ids=UNSEEN)
def test_a_write_the_database_lets_pass_is_found(write):
    call_command("verify_record")
    write()
    broken()
