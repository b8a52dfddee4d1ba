from django.db import migrations, models


def make_the_index(apps, schema_editor):
    """Pairs of characters: a full-text table on SQLite, an array with GIN on PostgreSQL."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE VIRTUAL TABLE search_grams USING fts5(grams)")
    else:
        schema_editor.execute("ALTER TABLE search_searchtext ADD COLUMN grams text[]")
        schema_editor.execute("CREATE INDEX search_by_grams ON search_searchtext USING gin (grams)")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=50)),
                ("key", models.BigIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="search_one_text_a_record")
                ],
            },
        ),
        migrations.RunPython(make_the_index, migrations.RunPython.noop),
    ]
