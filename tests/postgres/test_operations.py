"""What spares migrations the rendering of models does what Django's own operations do."""

import pytest
from django.apps.registry import Apps
from django.db import connection, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from xiafang.postgres.operations import CreateTogether, RunStatements

FRUIT = migrations.CreateModel("Fruit", [("id", models.AutoField(primary_key=True))])
STONE = migrations.CreateModel(
    "Stone",
    [
        ("id", models.AutoField(primary_key=True)),
        ("fruit", models.ForeignKey("orchard.fruit", models.PROTECT)),
        ("weight", models.IntegerField()),
    ],
    {"constraints": [models.CheckConstraint(condition=models.Q(weight__gt=0), name="orchard_stone_weight")]},
)


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("orchard_")}


def apply(operation: migrations.operations.base.Operation) -> tuple[ProjectState, ProjectState]:
    before, after = ProjectState(), ProjectState()
    before.apps  # noqa: B018 - rendered, as it is in the middle of a migration
    after.apps  # noqa: B018
    operation.state_forwards("orchard", after)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("orchard", editor, before, after)
    return before, after


@pytest.mark.django_db
def test_models_created_together_are_there_with_their_constraints_and_go_together() -> None:
    operation = CreateTogether(FRUIT, STONE)
    before, after = apply(operation)
    assert tables() == {"orchard_fruit", "orchard_stone"}
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "orchard_stone")
    assert constraints["orchard_stone_weight"]["check"]
    assert ("orchard_fruit", "id") in [constraint["foreign_key"] for constraint in constraints.values()]
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards("orchard", editor, after, before)
    assert tables() == set()


def test_models_created_together_are_not_rendered_one_by_one() -> None:
    state = ProjectState()
    state.apps  # noqa: B018
    CreateTogether(FRUIT, STONE).state_forwards("orchard", state)
    assert "apps" not in vars(state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Fruit", "Stone"}


def test_what_the_initial_migrations_create_is_not_changed_again_in_them() -> None:
    """Each change of a created model would render everything related to it once more: seconds for each database."""
    loader = MigrationLoader(None)
    ours = [one for one in loader.disk_migrations.values() if one.initial and one.__module__.startswith("xiafang.")]
    assert len(ours) >= 7
    for migration in ours:
        kinds = {type(operation) for operation in migration.operations}
        assert kinds in ({CreateTogether}, {migrations.CreateModel}), migration


@pytest.mark.django_db
def test_statements_run_without_any_model_and_back() -> None:
    seen = []

    def there(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        seen.append(list(apps.get_models()))
        schema_editor.execute("CREATE TABLE orchard_tree ()")

    def back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        schema_editor.execute("DROP TABLE orchard_tree")

    operation = RunStatements(there, back)
    before, after = apply(operation)
    assert (seen, tables()) == ([[]], {"orchard_tree"})
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards("orchard", editor, after, before)
    assert tables() == set()
    assert not RunStatements(there).reversible
