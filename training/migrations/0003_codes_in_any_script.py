from django.db import migrations, models


class Migration(migrations.Migration):
    """A course that is named in Chinese may have a Chinese code."""

    dependencies = [("training", "0002_published_lessons")]

    operations = [
        migrations.AlterField(
            "course", "code", models.SlugField(allow_unicode=True, max_length=60, unique=True, verbose_name="code")
        ),
        migrations.AlterField(
            "lesson", "code", models.SlugField(allow_unicode=True, max_length=60, verbose_name="code")
        ),
    ]
