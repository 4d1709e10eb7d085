from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0002_database_functions")]

    operations = [
        migrations.AlterField(
            model_name="scorecard",
            name="reason",
            field=models.TextField(blank=True, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="payout",
            name="gate",
            field=models.TextField(blank=True, verbose_name="gate"),
        ),
    ]
