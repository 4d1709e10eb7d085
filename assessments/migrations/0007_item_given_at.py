from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0006_marking_desk_and_reviewed_regrades"),
    ]

    operations = [
        migrations.AddField(
            model_name="attemptitem",
            name="given_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterModelOptions(
            name="save",
            options={"ordering": ["item", "got_at"], "verbose_name": "answer", "verbose_name_plural": "answers"},
        ),
        migrations.AddIndex(
            model_name="save",
            index=models.Index(condition=models.Q(("fate", "late")), fields=["got_at"], name="save_undecided"),
        ),
        migrations.AddConstraint(
            model_name="save",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_at__isnull", False), ("fate__in", ("accepted", "declined")))
                | models.Q(
                    models.Q(("fate__in", ("accepted", "declined")), _negated=True), ("decided_at__isnull", True)
                ),
                name="save_decided_once",
            ),
        ),
    ]
