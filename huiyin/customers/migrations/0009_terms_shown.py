"""What customers were shown of the terms, and policies counted by the day they were signed (6.2)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import huiyin.core.fields
import huiyin.core.ids
from django.db import migrations, models

# Evidence stays what it was: only the number of the contract may be added, once, when an application became one.
GUARD = """
CREATE FUNCTION huiyin_keep_terms_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'policy_number' - 'party_id') IS DISTINCT FROM (to_jsonb(OLD) - 'policy_number' - 'party_id')
        OR (OLD.policy_number <> '' AND NEW.policy_number <> OLD.policy_number)
        OR (OLD.party_id IS NOT NULL AND NEW.party_id IS DISTINCT FROM OLD.party_id)
    THEN
        RAISE EXCEPTION 'what a customer was shown stays as it was recorded: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER customers_termsshown_stays BEFORE UPDATE OR DELETE ON customers_termsshown
    FOR EACH ROW EXECUTE FUNCTION huiyin_keep_terms_shown();
"""
UNGUARD = """
DROP TRIGGER customers_termsshown_stays ON customers_termsshown;
DROP FUNCTION huiyin_keep_terms_shown();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_terms_stay'),
        ('customers', '0008_party_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyTally',
            fields=[
                ('key', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('product_code', models.CharField(max_length=20)),
                ('signed_on', models.DateField()),
                ('policies', models.PositiveIntegerField()),
                ('counted_on', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product_code', 'signed_on'), name='policy_tally_once')],
            },
        ),
        migrations.CreateModel(
            name='TermsShown',
            fields=[
                ('id', models.UUIDField(default=huiyin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('shown', 'Shown'), ('explained', 'Explained')], max_length=10)),
                ('paths', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('digest', models.CharField(max_length=64)),
                ('all_exclusions', models.BooleanField()),
                ('method', models.CharField(choices=[('web', 'Web page'), ('app', 'App'), ('paper', 'On paper'), ('face', 'Face to face'), ('phone', 'On the phone'), ('video', 'Sound and picture recorded')], max_length=8)),
                ('shown_at', models.DateTimeField()),
                ('understood', models.CharField(choices=[('not', 'Not confirmed'), ('tick', 'Ticked'), ('signature', 'Signed'), ('voice', 'Said so, recorded'), ('copied', 'Copied the sentence by hand')], default='not', max_length=10)),
                ('understood_at', models.DateTimeField(null=True)),
                ('words', huiyin.core.fields.EncryptedTextField(blank=True, default='')),
                ('policy_number', models.CharField(blank=True, max_length=40)),
                ('application_no', models.CharField(blank=True, max_length=40)),
                ('seller_no', models.CharField(blank=True, max_length=20)),
                ('proof', models.CharField(blank=True, max_length=200)),
                ('proof_hash', models.CharField(blank=True, max_length=64)),
                ('key', models.CharField(max_length=80, null=True, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('by_label', models.CharField(max_length=120)),
                ('party', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.party')),
                ('terms', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.terms')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('policy_number', ''), _negated=True), fields=['policy_number', 'shown_at'], name='terms_shown_policy'), models.Index(condition=models.Q(('application_no', ''), _negated=True), fields=['application_no'], name='terms_shown_application'), models.Index(fields=['terms', '-shown_at', '-id'], name='terms_shown_of_version')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('policy_number', ''), _negated=True), models.Q(('application_no', ''), _negated=True), _connector='OR'), name='terms_shown_to_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('understood', 'not'), ('understood_at__isnull', True)), models.Q(models.Q(('understood', 'not'), _negated=True), ('understood_at__gte', models.F('shown_at'))), _connector='OR'), name='terms_shown_then_understood'), models.CheckConstraint(condition=models.Q(('recorded_at__gte', models.F('shown_at'))), name='terms_shown_then_recorded')],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
