"""The migrations make exactly the tables the code knows, on both databases, up and down."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from moderation.store import schema
from moderation.store.engine import Database
from moderation.store.tables import metadata

OF_NO_SITE = {"sites", "moderators", "sessions", "tokens", "heartbeats", "searches"}


def test_the_newest_script_is_the_one_the_code_expects() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))

    assert scripts.get_heads() == [schema.HEAD]


def test_the_migrated_database_is_what_the_tables_say(empty_url: str) -> None:
    database = Database(empty_url)
    schema.upgrade(database)

    with database.read() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    database.close()

    assert difference == []


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    database = Database(empty_url)

    schema.upgrade(database)
    schema.upgrade(database)

    with database.read() as connection:
        assert schema.revision(connection) == schema.HEAD
    database.close()


def test_it_goes_down_and_up_again(empty_url: str) -> None:
    database = Database(empty_url)
    schema.upgrade(database)
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))

    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    schema.upgrade(database)

    with database.read() as connection:
        assert sa.inspect(connection).has_table("comments")
    database.close()


def test_a_database_of_a_newer_release_is_left_alone(empty_url: str) -> None:
    database = Database(empty_url)
    schema.upgrade(database)
    database.write(lambda connection: connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))

    with pytest.raises(schema.NewerDatabaseError):
        schema.upgrade(database)
    database.close()


@pytest.mark.parametrize("table", [name for name in metadata.tables if name not in OF_NO_SITE])
def test_the_site_is_in_every_key_so_that_tables_can_be_partitioned(table: str) -> None:
    columns = metadata.tables[table]
    unique = [key for key in columns.constraints if isinstance(key, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]

    assert all("site" in key.columns for key in unique)
    assert not [index for index in columns.indexes if index.unique]
