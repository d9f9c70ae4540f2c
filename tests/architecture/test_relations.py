"""import-linter cannot see string foreign keys: relations between tables run downward too."""

from django.apps import apps

# From the bottom up; a table may point at its own layer and at those below it.
LAYERS = ["record", "units", "people", "outbox", "workflow", "public", "cms_pages"]
# The libraries' tables stand below every room; units and the record stand even without accounts.
LIBRARIES_BELOW = "people"


def _relations():
    for label in LAYERS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                concrete = field.is_relation and not field.auto_created and field.related_model
                if concrete or getattr(field, "parent_link", False):
                    yield label, f"{model.__name__}.{field.name}", field.related_model._meta.app_label


def _upward(source: str, target: str) -> bool:
    if target in LAYERS:
        return LAYERS.index(target) > LAYERS.index(source)
    return LAYERS.index(source) < LAYERS.index(LIBRARIES_BELOW)


def test_every_relation_runs_downward():
    upward = [f"{name} points up at {target}" for s, name, target in _relations() if _upward(s, target)]
    assert upward == []


def test_the_record_points_at_no_other_table():
    assert {target for source, _, target in _relations() if source == "record"} <= {"record"}


def test_every_room_with_tables_has_its_layer():
    rooms = {c.label for c in apps.get_app_configs() if c.name.split(".")[0] in ("portal", *LAYERS)}
    assert rooms == set(LAYERS)
