from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0005_hand_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='approval',
            name='outlier_reason',
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
