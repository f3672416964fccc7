-- The tables of a ledger in PostgreSQL, version 2, in a schema of their own. Statements are separated by empty lines.
CREATE SCHEMA peacetrack;

SET LOCAL search_path TO peacetrack;

CREATE TABLE entry (
    ledger      TEXT   NOT NULL,
    seq         BIGINT NOT NULL CHECK (seq > 0),
    recorded    BIGINT NOT NULL,  -- microseconds since 1970, UTC
    recorded_at TEXT   NOT NULL,  -- the same in ISO 8601
    recorded_by TEXT,
    kind        TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    corrects    TEXT,              -- the report that a correction replaces
    claim       BIGINT,            -- the one claim that a retraction withdraws
    bytes       TEXT   NOT NULL,  -- what the leaf hashes: canonical JSON with the facts
    words       TEXT,              -- the free words by JSON pointer; gone once redacted
    salt        BYTEA,
    leaf        BYTEA  NOT NULL,
    PRIMARY KEY (ledger, seq)
);

CREATE FUNCTION entry_is_kept () RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.words IS NULL AND NEW.salt IS NULL
       AND (to_jsonb (NEW) - 'words' - 'salt') = (to_jsonb (OLD) - 'words' - 'salt')
       AND EXISTS (SELECT 1 FROM entry WHERE ledger = OLD.ledger AND kind = 'redaction' AND id = OLD.id)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an entry is never changed or removed, but for the words that a redaction takes';
END $$;

CREATE TRIGGER entry_is_kept BEFORE UPDATE OR DELETE ON entry
FOR EACH ROW EXECUTE FUNCTION entry_is_kept ();

CREATE TRIGGER entries_are_kept BEFORE TRUNCATE ON entry EXECUTE FUNCTION entry_is_kept ();

CREATE FUNCTION entry_follows () RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.seq = (SELECT coalesce (max (seq), 0) + 1 FROM entry WHERE ledger = NEW.ledger)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an entry follows the last one';
END $$;

CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
FOR EACH ROW EXECUTE FUNCTION entry_follows ();

-- one row an atom: (term, party, field) = value. The party is empty of a term's own progress and of
-- an event, whose id stands as the term. A projection of the entries, which can be rebuilt.
CREATE TABLE statement (
    ledger         TEXT   NOT NULL,
    term           TEXT   NOT NULL,
    party          TEXT   NOT NULL,
    field          TEXT   NOT NULL,
    anchor         BIGINT NOT NULL,  -- the instant that orders it, microseconds since 1970, UTC
    directness     BIGINT NOT NULL,  -- how near the attribution is to the party
    place          BIGINT NOT NULL,  -- the seq that decides ties
    claim          BIGINT NOT NULL,  -- its number in the report, from 1
    known_from     BIGINT NOT NULL,  -- the seq from which it is known
    known_until    BIGINT NOT NULL,  -- the seq from which it no longer is; 4611686018427387904: never
    seq            BIGINT NOT NULL,  -- of its entry
    value          TEXT   NOT NULL,  -- JSON
    since          TEXT   NOT NULL,  -- EDTF, or the words as said
    anchor_at      TEXT   NOT NULL,  -- the anchor in ISO 8601
    latest         BIGINT NOT NULL,  -- the last instant at which it may have begun
    latest_at      TEXT   NOT NULL,
    known_from_at  TEXT   NOT NULL,
    known_until_at TEXT   NOT NULL,  -- 9999-12-31T23:59:59.999999Z: never
    report         TEXT   NOT NULL,
    attribution    TEXT   NOT NULL,
    speaker        TEXT,
    origin         TEXT,
    reliability    TEXT,
    credibility    TEXT,
    published      TEXT,              -- EDTF
    bound_to       TEXT,              -- the event that dates it
    PRIMARY KEY (ledger, term, party, field, anchor, directness, place, claim, known_from)
);

CREATE INDEX statement_bound_to ON statement (ledger, bound_to)
WHERE bound_to IS NOT NULL AND known_until = 4611686018427387904;

-- the terms that claims are about and the events that reports speak of, in the order of first mention
CREATE TABLE mention (
    ledger TEXT   NOT NULL,
    number BIGINT NOT NULL,
    kind   TEXT   NOT NULL,
    id     TEXT   NOT NULL,
    PRIMARY KEY (ledger, number)
);

-- what was last stated of each field and is known at the head, under the default trust. Runs, lapses,
-- groups and disputes are the library's.
CREATE VIEW current_position AS
WITH begun AS (
    SELECT *, row_number() OVER (
        PARTITION BY ledger, term, party, field
        ORDER BY value IN ('{"absent":"not-stated"}', '{"absent":"unknown"}'),
                 anchor DESC, directness DESC, place DESC, claim DESC
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
      AND (wall.anchor, wall.directness, wall.place, wall.claim)
        > (held.anchor, held.directness, held.place, held.claim));

-- all that was stated of positions, oldest first, with what was withdrawn
CREATE VIEW position_history AS
SELECT ledger, term, party, field, value, since, anchor_at, latest_at, known_from_at, known_until_at,
       report, claim, attribution, speaker, origin, known_until = 4611686018427387904 AS stands
FROM statement WHERE party <> '' AND field <> '*'
ORDER BY ledger, term, party, field, anchor, directness, place, claim, known_from;

-- every report with its source, and the entry that withdrew it
CREATE VIEW report_source AS
SELECT told.ledger, told.id AS report, told.seq, told.recorded_at, told.recorded_by,
       told.facts -> 'source' ->> 'origin' AS origin,
       told.facts -> 'source' ->> 'published' AS published,
       told.facts -> 'source' ->> 'reliability' AS reliability,
       told.words::jsonb ->> (told.path || '/source/outlet') AS outlet,
       told.corrects,
       (SELECT min (later.seq) FROM entry AS later WHERE later.ledger = told.ledger
          AND (later.corrects = told.id OR (later.kind = 'retraction' AND later.id = told.id AND later.claim IS NULL)))
         AS withdrawn_by,
       told.words IS NULL AS redacted
FROM (
    SELECT *, CASE kind WHEN 'correction' THEN '/report' ELSE '' END AS path,
           CASE kind WHEN 'correction' THEN bytes::jsonb #> '{facts,report}' ELSE bytes::jsonb -> 'facts' END AS facts
    FROM entry WHERE kind IN ('report', 'correction')
) AS told;

CREATE TABLE version (number BIGINT NOT NULL);

INSERT INTO version VALUES (2);
