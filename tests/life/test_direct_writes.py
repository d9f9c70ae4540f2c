"""Writes past the door: stopped by the database itself, on both engines."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django_fsm import TransitionNotAllowed, can_proceed

from portal.record import chain, events
from portal.record.models import Event
from public.models.publication import Publication, PublicationHead
from tests import province
from tests.record.chains import unguarded
from workflow.models import Act, Case, Score, ScoreRevision, states
from workflow.models.passage import open_for

TRANSITIONS = (
    "submit",
    "send_back",
    "review",
    "reopen",
    "recognize",
    "decline",
    "reconsider",
    "reward",
    "revoke",
    "close",
)


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def stopped(write, *arguments, error=DatabaseError) -> str:
    """The write fails; what the database said."""
    with pytest.raises(error) as why, transaction.atomic():
        write(*arguments)
    return str(why.value)


def another(case: Case, **other) -> Case:
    """A new case like this one, for a commune that has none in its year."""
    campaign = province.case_at((2023, province.MANG_DEN)).campaign
    fields = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    return Case(**fields | {"id": None, "campaign_id": campaign.pk, "head_event": None} | other)


@pytest.mark.parametrize("state", [state for state in states.ALL if state != states.DRAFT])
def test_no_case_is_born_in_a_later_state(state):
    born = another(province.case_in("draft"), state=state)
    assert "born as draft" in stopped(born.save)
    assert "born as draft" in stopped(Case.objects.bulk_create, [born])
    fields = {
        field.name: getattr(born, field.name) for field in Case._meta.concrete_fields if field.name != "id"
    }
    assert "born as draft" in stopped(lambda: Case.objects.create(**fields))


@pytest.mark.parametrize("state", states.ALL)
def test_no_case_moves_without_its_event(state):
    case = province.case_in(state)
    rows = Case.objects.filter(pk=case.pk)
    for other in set(states.ALL) - {state}:
        for event in (case.head_event, None, 0):
            assert "head event" in stopped(lambda o=other, e=event: rows.update(state=o, head_event=e))
        assert "head event" in stopped(
            sql, "UPDATE workflow_case SET state = %s WHERE id = %s", other, case.pk
        )


def test_an_unknown_state_is_none():
    stopped(sql, "UPDATE workflow_case SET state = 'annulled', head_event = 999999", error=IntegrityError)


def test_a_state_is_not_assigned(reviewed):
    with pytest.raises(AttributeError):
        reviewed.state = "recognized"


def test_a_state_put_into_the_instance_is_not_saved(reviewed):
    """The way a deferred field, a deleted row or a copied dict would carry it in."""
    reviewed.__dict__["state"] = "recognized"
    stopped(reviewed.save)
    assert Case.objects.get(pk=reviewed.pk).state == "district_reviewed"


@pytest.mark.parametrize("transition", TRANSITIONS)
def test_no_transition_is_called_outside_the_door(transition):
    for state in states.ALL:
        case = province.case_in(state)
        assert not can_proceed(getattr(case, transition))
        with pytest.raises(TransitionNotAllowed):
            getattr(case, transition)()
        assert case.state == state


def test_the_door_opens_for_one_case_at_a_time(filed, reviewed):
    with open_for(filed.pk):
        assert can_proceed(filed.review)
        with pytest.raises(TransitionNotAllowed):
            reviewed.recognize()
    with pytest.raises(TransitionNotAllowed):
        filed.review()


def test_a_transition_by_itself_is_not_saved(filed):
    """Even in an open door: no event, no move."""
    with open_for(filed.pk):
        filed.review()
    assert "head event" in stopped(filed.save)


@pytest.mark.parametrize(
    ("state", "side", "other"),
    [
        ("commune_assessed", "commune", "district"),
        ("district_reviewed", "commune", None),
        ("district_reviewed", "district", None),
        ("recognized", "district", None),
    ],
)
def test_locked_points_never_change(state, side, other):
    case = province.case_in(state)
    rows = Score.objects.filter(case=case, criterion=2)
    column = f"{side}_points"
    for value in (0, None):
        assert "locked" in stopped(lambda value=value: rows.update(**{column: value}))
    score = rows.get()
    setattr(score, column, 1)
    assert "locked" in stopped(score.save)
    assert "locked" in stopped(lambda: Score.objects.bulk_update([score], [column]))
    assert "locked" in stopped(sql, f"UPDATE workflow_score SET {column} = 1 WHERE id = %s", score.pk)
    if other:  # the side that is not locked may still change
        assert rows.update(**{f"{other}_points": 1}) == 1


@pytest.mark.parametrize("points", [-1, "-0.01", "75.01", 1000])
def test_points_stay_within_their_bounds(points):
    row = Score.objects.filter(case=province.case_in("draft"), criterion=1)
    for side in ("commune", "district"):
        stopped(lambda side=side: row.update(**{f"{side}_points": points}), error=IntegrityError)


@pytest.mark.parametrize("model", [Act, ScoreRevision], ids=["acts", "saved values"])
def test_what_was_done_is_only_added_to(model):
    row = model.objects.latest("pk")
    field = "action" if model is Act else "version"
    assert "append-only" in stopped(lambda: model.objects.filter(pk=row.pk).update(**{field: 9}))
    setattr(row, field, 9)
    assert "append-only" in stopped(row.save)
    assert "never deleted" in stopped(row.delete)
    assert "never deleted" in stopped(lambda: model.objects.all()._raw_delete(model.objects.db))


def test_what_was_published_never_changes():
    publication = Publication.objects.latest("sequence")
    rows = Publication.objects.filter(pk=publication.pk)
    for change in (
        {"state": "recognized", "kind": "final"},
        {"district_total": 1000},
        {"leaves": {}},
        {"digest": "0" * 64},
        {"content": {}},
        {"event_sequence": 1},
    ):
        assert "never changes" in stopped(lambda change=change: rows.update(**change))
    assert "never deleted" in stopped(lambda: rows._raw_delete(rows.db))
    assert "grows by one" in stopped(lambda: PublicationHead.objects.update(sequence=1))
    stopped(PublicationHead.objects.all().delete)


def test_deleting_a_case_deletes_nothing_that_was_done():
    """The database refuses; who takes its guards away leaves acts, events and publications behind."""
    case = province.case_in("not_filed")
    kept = [
        Act.objects.filter(case_id=case.pk),
        Event.objects.filter(subject_kind="case", subject_id=case.pk),
        Publication.objects.filter(case_id=case.pk),
    ]
    before = [list(rows.values()) for rows in kept]
    assert all(before)
    assert "never deleted" in stopped(Case.objects.filter(pk=case.pk).delete)
    with unguarded():
        Case.objects.filter(pk=case.pk).delete()
    assert [list(rows.all().values()) for rows in kept] == before
    assert chain.verify(events.PORTAL) == []
