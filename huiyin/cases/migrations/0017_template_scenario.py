from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_messages_of_author'),
    ]

    operations = [
        migrations.AddField(
            model_name='template',
            name='scenario',
            field=models.CharField(blank=True, max_length=24),
        ),
    ]
