from django.db import migrations, models


class Migration(migrations.Migration):
    """A course and a lesson know whether there is a page that learners can read."""

    dependencies = [("training", "0001_initial")]

    operations = [
        migrations.AddField("course", "published", models.BooleanField(default=True, verbose_name="published")),
        migrations.AddField("lesson", "published", models.BooleanField(default=True, verbose_name="published")),
    ]
