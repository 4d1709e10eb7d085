from django.db import migrations, models


def number_anew(apps, schema_editor):
    """Backwards every section needs an order of its own: the retired ones go behind the others."""
    sections = apps.get_model("assessments", "QuizSection").objects
    for section in sections.filter(retired=True).order_by("pk"):
        last = sections.filter(quiz=section.quiz_id).aggregate(last=models.Max("order"))["last"]
        sections.filter(pk=section.pk).update(order=last + 1)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0004_attempt_rules_of_their_quizzes"),
    ]

    operations = [
        migrations.AddField(
            model_name="quizsection",
            name="retired",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RemoveConstraint(
            model_name="quizsection",
            name="quiz_section_once",
        ),
        migrations.AddConstraint(
            model_name="quizsection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired", False)), fields=("quiz", "order"), name="quiz_section_once"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, number_anew),
    ]
