-- From version 2, whose statements had a place for their tie_seq and knew no accounts, to version 3.
SET LOCAL search_path TO peacetrack, pg_temp;

ALTER TABLE statement RENAME COLUMN place TO tie_seq;

ALTER TABLE statement ADD COLUMN own BIGINT NOT NULL DEFAULT 1;

ALTER TABLE statement ALTER COLUMN own DROP DEFAULT, DROP CONSTRAINT statement_pkey, ADD PRIMARY KEY (ledger, term, party, field, anchor, own, directness, tie_seq, claim, known_from);

CREATE OR REPLACE VIEW current_position AS
WITH begun AS (
    SELECT *, row_number() OVER (
        PARTITION BY ledger, term, party, field
        ORDER BY value IN ('{"absent":"not-stated"}', '{"absent":"unknown"}'),
                 anchor DESC, own DESC, directness DESC, tie_seq DESC, claim DESC
    ) AS rank
    FROM statement
    WHERE known_until = 4611686018427387904
      AND anchor <= (extract (epoch FROM now ()) * 1000000)::bigint
      AND attribution NOT IN ('supporters', 'analysts', 'inference', 'rumour')
)
SELECT ledger, term, party, field, value, since, report, claim, attribution, speaker, origin, known_from_at
FROM begun AS held
WHERE rank = 1 AND party <> '' AND field <> '*'
  AND NOT EXISTS (
    SELECT 1 FROM begun AS wall
    WHERE (wall.ledger, wall.term, wall.party, wall.field, wall.rank)
        = (held.ledger, held.term, held.party, '*', 1)
      AND (wall.anchor, wall.own, wall.directness, wall.tie_seq, wall.claim)
        > (held.anchor, held.own, held.directness, held.tie_seq, held.claim));

CREATE OR REPLACE VIEW position_history AS
SELECT ledger, term, party, field, value, since, anchor_at, latest_at, known_from_at, known_until_at,
       report, claim, attribution, speaker, origin, known_until = 4611686018427387904 AS stands
FROM statement WHERE party <> '' AND field <> '*'
ORDER BY ledger, term, party, field, anchor, own, directness, tie_seq, claim, known_from;

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
