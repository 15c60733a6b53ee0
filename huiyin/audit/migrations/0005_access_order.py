"""A look that is written down after the machine's clock went back comes behind what is sealed, not into its midst.

A batch of the access log is a stretch of ids, which begin with the time. A row that is older than the last sealed one
would be sealed never, and its stretch would seem changed. So such a row takes the millisecond after that one's.
"""

from django.db import migrations

THERE = """
CREATE FUNCTION audit_access_behind() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed uuid := (SELECT last_id FROM audit_accessbatch ORDER BY seq DESC LIMIT 1);
BEGIN
    IF NEW.id <= sealed THEN
        NEW.id := (
            lpad(to_hex(('x' || left(replace(sealed::text, '-', ''), 12))::bit(48)::bigint + 1), 12, '0')
            || right(replace(NEW.id::text, '-', ''), 20)
        )::uuid;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_access_behind BEFORE INSERT ON audit_access FOR EACH ROW EXECUTE FUNCTION audit_access_behind();
"""
BACK = """
DROP TRIGGER audit_access_behind ON audit_access;
DROP FUNCTION audit_access_behind();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_wake")]
    operations = [migrations.RunSQL(THERE, BACK)]
