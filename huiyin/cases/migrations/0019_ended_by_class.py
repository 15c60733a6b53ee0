from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_fingerprint'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', False), models.Q(('code', ''), _negated=True)), fields=['code', '-received_at', '-id'], name='case_ended_of_class'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', False), models.Q(('line', ''), _negated=True)), fields=['line', '-received_at', '-id'], name='case_ended_of_line'),
        ),
    ]
