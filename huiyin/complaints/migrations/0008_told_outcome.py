import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', '0019_ended_by_class'),
        ('complaints', '0007_radar'),
    ]

    operations = [
        migrations.CreateModel(
            name='ToldOutcome',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='told_outcome', serialize=False, to='cases.case')),
                ('told_at', models.DateTimeField()),
                ('channel', models.CharField(max_length=16)),
                ('age', models.CharField(blank=True, max_length=8)),
                ('verdict', models.CharField(max_length=12)),
                ('share', models.PositiveIntegerField(null=True)),
                ('days', models.PositiveIntegerField()),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['told_at'], name='told_outcome_at')],
            },
        ),
    ]
