from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody gets two certificates for one completion, however many workers think of it at once."""

    dependencies = [("training", "0003_codes_in_any_script")]

    operations = [
        migrations.AddConstraint(
            "certificate",
            models.UniqueConstraint(
                condition=models.Q(("revoked_on__isnull", True)),
                fields=("employee", "course", "issued_on"),
                name="certificate_once",
            ),
        ),
    ]
