from django.db import migrations
from django.db.models import Q


def take_over(apps, schema_editor):
    """Attempts made so far were graded by the rules that their quizzes have now."""
    attempts = apps.get_model("assessments", "Attempt").objects
    for quiz in apps.get_model("assessments", "Quiz").objects.filter(~Q(penalty=0) | Q(partial_credit=False)):
        attempts.filter(quiz=quiz).update(partial_credit=quiz.partial_credit, penalty=quiz.penalty)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0003_attempt_rules"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
