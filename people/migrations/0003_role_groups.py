"""One group per role; those who work in the back office may enter it. Wagtail's own example groups go."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLES = ("manager", "trainer", "hr", "quality", "shopper", "auditor", "administrator")
OFFICE = ("trainer", "hr", "quality", "auditor", "administrator")
EXAMPLES = ("Editors", "Moderators")


def make_groups(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    # Permissions are otherwise made after all migrations have run.
    wagtail, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    enter, _ = Permission.objects.get_or_create(
        content_type=wagtail, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        if role in OFFICE:
            group.permissions.add(enter)
    Group.objects.filter(name__in=EXAMPLES, user=None).delete()


def remove_groups(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_no_overlapping_postings"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(make_groups, remove_groups)]
