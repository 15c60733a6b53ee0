"""A customer's row has each of its indexes once.

`db_index` makes a second index of a text for LIKE; fingerprints and keys are never looked for so, and each index is
paid with every new customer (measured: five of twelve, a sixth of what the database does for the row). Those that stay
keep their rows and change their names, which takes no time.
"""

from typing import Any

from django.db import migrations, models

TEXTS = {
    "name_blind": ("da7dcef7", "party_name"),
    "certificate_blind": ("e7af99aa", "party_certificate"),
    "phone_blind": ("c6d12409", "party_phone"),
    "email_blind": ("aaf526ed", "party_email"),
    "external_ref": ("19a6031e", "party_external_ref"),
}
LENGTHS = {"external_ref": 64}
TABLE = "customers_party"
THERE = "".join(
    f"DROP INDEX IF EXISTS {TABLE}_{name}_{mark}_like; ALTER INDEX {TABLE}_{name}_{mark} RENAME TO {new};\n"
    for name, (mark, new) in TEXTS.items()
)
BACK = "".join(
    f"ALTER INDEX {new} RENAME TO {TABLE}_{name}_{mark};"
    f"CREATE INDEX {TABLE}_{name}_{mark}_like ON {TABLE} ({name} varchar_pattern_ops);\n"
    for name, (mark, new) in TEXTS.items()
)


def _field(name: str) -> Any:
    return models.CharField(max_length=LENGTHS.get(name, 20), blank=name != "name_blind")


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_policies_of_product")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(THERE, BACK)],
            state_operations=[
                *(migrations.AlterField("party", name, _field(name)) for name in TEXTS),
                *(
                    migrations.AddIndex("party", models.Index(fields=[name], name=new))
                    for name, (_mark, new) in TEXTS.items()
                ),
            ],
        )
    ]
