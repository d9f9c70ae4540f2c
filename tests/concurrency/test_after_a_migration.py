"""Guards of the main job and tampering, after a migration that rebuilds its tables."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from portal.record import events, triggers
from portal.record.models import Event
from tests import province
from tests import province_acts as act
from tests.record.chains import unguarded
from workflow.models import Act, Case


def broken() -> str:
    """What verify_record says of a record that does not hold."""
    with pytest.raises(CommandError) as error:
        call_command("verify_record")
    return str(error.value)


@pytest.fixture
def altered(fresh_database):
    """workflow_case rebuilt by an AlterField, as a later migration would: SQLite drops its triggers."""
    before = ProjectState.from_apps(apps)
    after = before.clone()
    change = migrations.AlterField("case", "district_name", models.CharField(max_length=140))
    change.state_forwards("workflow", after)
    triggers.drop(connection)
    with connection.schema_editor() as editor:
        change.database_forwards("workflow", editor, before, after)


def test_a_migration_without_its_guards_is_told(altered):
    assert "guard_workflow_case_moves_with_event" in broken()


def test_guards_come_back_with_the_next_migrate_and_tampering_is_still_found(altered):
    call_command("migrate", verbosity=0)
    call_command("verify_record")
    case = Case.objects.filter(state="district_reviewed").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="recognized")
    with province.now():
        act.decide(province.case_in("district_reviewed"), "recognize")
    act_row = Act.objects.latest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act_row.pk).update(actor_name="khác")
    with unguarded():
        Event.objects.filter(chain=events.PORTAL, sequence=act_row.event).update(actor_name="khác")
    assert str(act_row.event) in broken()
