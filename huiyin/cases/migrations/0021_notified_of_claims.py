"""Limits of claims reach people too: such a notification names its claim instead of a case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_wechat")]
    operations = [
        migrations.RemoveConstraint(model_name="notification", name="notification_of_case"),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("jobs", "quarantined")),
                    models.Q(("details__has_key", "claim"), ("kind__in", ("warned", "broken"))),
                    ("case__isnull", False),
                    _connector="OR",
                ),
                name="notification_of_case",
            ),
        ),
    ]
