from django.db import migrations, models

import foundation.fields


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="partial_credit",
            field=models.BooleanField(default=True, verbose_name="partial credit"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="penalty",
            field=foundation.fields.FixedPointField(
                default=0, places=2, verbose_name="penalty for a wrong answer (percent)"
            ),
        ),
    ]
