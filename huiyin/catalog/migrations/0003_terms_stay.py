from django.db import migrations

# What a policy is bound by stays what it was: nobody changes or deletes an approved version of terms or a clause of
# it. Of the version the last day may be set, once; of a clause the words it is found by, which are made from it.
GUARD = """
CREATE FUNCTION huiyin_keep_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'approved' AND (
        TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'to_on') IS DISTINCT FROM (to_jsonb(OLD) - 'to_on')
        OR (OLD.to_on IS NOT NULL AND NEW.to_on IS DISTINCT FROM OLD.to_on)
    ) THEN
        RAISE EXCEPTION 'approved terms stay as they were approved: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_terms_stay BEFORE UPDATE OR DELETE ON catalog_terms
    FOR EACH ROW EXECUTE FUNCTION huiyin_keep_terms();

CREATE FUNCTION huiyin_keep_clause() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY[NEW.terms_id];
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY[OLD.terms_id];
    ELSIF (to_jsonb(NEW) - 'vector') IS NOT DISTINCT FROM (to_jsonb(OLD) - 'vector') THEN
        RETURN NEW;
    ELSE
        touched := ARRAY[OLD.terms_id, NEW.terms_id];
    END IF;
    -- Locked, so that nobody approves a version while a clause of it is being changed.
    PERFORM 1 FROM catalog_terms WHERE id = ANY (touched) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT 1 FROM catalog_terms WHERE id = ANY (touched) AND state = 'approved') THEN
        RAISE EXCEPTION 'clauses of approved terms stay as they were approved: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_clause_stays BEFORE INSERT OR UPDATE OR DELETE ON catalog_clause
    FOR EACH ROW EXECUTE FUNCTION huiyin_keep_clause();
"""
UNGUARD = """
DROP TRIGGER catalog_clause_stays ON catalog_clause;
DROP FUNCTION huiyin_keep_clause();
DROP TRIGGER catalog_terms_stay ON catalog_terms;
DROP FUNCTION huiyin_keep_terms();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_terms'),
    ]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
