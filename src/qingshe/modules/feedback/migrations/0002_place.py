from django.db import migrations, models
from django.db.migrations.state import StateApps


def hear_where_the_author_works(apps: StateApps, editor: object) -> None:
    """What a person wrote belongs where they hold their first role; what is left, to the whole."""
    Feedback = apps.get_model("feedback", "Feedback")
    Membership = apps.get_model("orgs", "Membership")
    authors = Feedback.objects.filter(author__startswith="user:").values_list("author", flat=True)
    for author in authors.distinct().order_by("author"):
        held = Membership.objects.filter(account_id=author.removeprefix("user:"), state="active")
        place = held.order_by("pk").values_list("unit__path", flat=True).first()
        if place:
            Feedback.objects.filter(author=author).update(place=place)


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_feedback"),
        ("orgs", "0002_preview_of_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="place",
            field=models.CharField(default="/", max_length=100),
            preserve_default=False,
        ),
        migrations.RunPython(hear_where_the_author_works, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                fields=["place", "-submitted_at"],
                name="feedback_by_place",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
        ),
    ]
