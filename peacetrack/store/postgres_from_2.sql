-- From version 2, whose statements had a place for their tie_seq, to version 3.
SET LOCAL search_path TO peacetrack, pg_temp;

ALTER TABLE statement RENAME COLUMN place TO tie_seq;

CREATE OR REPLACE FUNCTION entry_is_kept () RETURNS trigger LANGUAGE plpgsql SET search_path = peacetrack, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.words IS NULL AND NEW.salt IS NULL
       AND (to_jsonb (NEW) - 'words' - 'salt') = (to_jsonb (OLD) - 'words' - 'salt')
       AND EXISTS (SELECT 1 FROM peacetrack.entry WHERE ledger = OLD.ledger AND kind = 'redaction' AND id = OLD.id)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an entry is never changed or removed, but for the words that a redaction takes';
END $$;

CREATE OR REPLACE FUNCTION entry_follows () RETURNS trigger LANGUAGE plpgsql SET search_path = peacetrack, pg_temp AS $$
BEGIN
    IF NEW.seq = (SELECT coalesce (max (seq), 0) + 1 FROM peacetrack.entry WHERE ledger = NEW.ledger)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an entry follows the last one';
END $$;

CREATE TABLE turn (writer TEXT);

-- Who could read and write before can do so after.
DO $$
DECLARE grantee TEXT; privilege TEXT;
BEGIN
    FOR grantee, privilege IN
        SELECT DISTINCT CASE other.grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident (other.grantee) END,
               CASE other.privilege_type WHEN 'INSERT' THEN 'UPDATE' ELSE 'SELECT' END
        FROM information_schema.role_table_grants AS other
        WHERE other.table_schema = 'peacetrack' AND other.table_name = 'entry'
          AND other.privilege_type IN ('INSERT', 'SELECT')
    LOOP
        EXECUTE format ('GRANT %s ON peacetrack.turn TO %s', privilege, grantee);
    END LOOP;
END $$;

UPDATE version SET number = 3;
