"""People are told of urgent signs in what a customer writes."""

from django.db import migrations, models

KINDS = [
    ("handed", "A case is handed to me"),
    ("reply", "The complainant of my case writes"),
    ("sign", "What a customer writes may be urgent"),
    ("approval", "Something waits for my approval or review"),
    ("warned", "A limit comes near"),
    ("broken", "A limit is broken"),
    ("promise", "A promise falls due or is broken"),
    ("mentioned", "Somebody mentions me"),
    ("changed", "A case that I watch changes"),
    ("quarantined", "A file is put into quarantine"),
    ("jobs", "Work in the background is late"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_notified_of_claims")]
    operations = [
        migrations.AlterField(
            model_name="notification", name="kind", field=models.CharField(choices=KINDS, max_length=12)
        )
    ]
