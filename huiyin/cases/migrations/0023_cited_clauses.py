"""The clauses that a case is about (6.2)."""

import django.db.models.deletion
import huiyin.core.fields
import huiyin.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_notified_of_signs'),
        ('catalog', '0003_terms_stay'),
    ]

    operations = [
        migrations.CreateModel(
            name='CitedClause',
            fields=[
                ('id', models.UUIDField(default=huiyin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('disputed', 'What the customer disputes'), ('rests_on', 'What our answer rests on')], max_length=8)),
                ('words', huiyin.core.fields.EncryptedTextField(blank=True, default='')),
                ('received_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_id', models.UUIDField(null=True)),
                ('by_label', models.CharField(max_length=120)),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_by_label', models.CharField(blank=True, max_length=120)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='cases.case')),
                ('clause', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.clause')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('removed_at', None), ('role', 'disputed')), fields=['clause', '-received_on', 'case'], name='cited_clause_disputed'), models.Index(condition=models.Q(('removed_at', None), ('role', 'disputed')), fields=['received_on', 'clause'], name='cited_clause_of_year')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('case', 'clause', 'role'), name='cited_clause_once')],
            },
        ),
    ]
