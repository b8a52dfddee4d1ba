from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_permits"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="edition",
            name="edition_number_once",
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("item_list", "number"),
                name="edition_number_once",
            ),
        ),
    ]
