-- The tables of a ledger in SQLite, version 3. Empty lines separate statements.
CREATE TABLE entry (
    ledger      TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    recorded    INTEGER NOT NULL,  -- microseconds since 1970, UTC
    recorded_at TEXT    NOT NULL,  -- the same in ISO 8601
    recorded_by TEXT,
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    corrects    TEXT,              -- the report that a correction replaces
    claim       INTEGER,           -- the one claim that a retraction withdraws
    bytes       TEXT    NOT NULL,  -- canonical JSON of the facts, which the leaf hashes
    words       TEXT,              -- the free words by JSON pointer; NULL once redacted
    salt        BLOB,
    leaf        BLOB    NOT NULL,
    PRIMARY KEY (ledger, seq)
) STRICT;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
WHEN NEW.words IS NOT NULL OR NEW.salt IS NOT NULL
  OR (NEW.ledger, NEW.seq, NEW.recorded, NEW.recorded_at, NEW.kind, NEW.id, NEW.bytes, NEW.leaf)
  <> (OLD.ledger, OLD.seq, OLD.recorded, OLD.recorded_at, OLD.kind, OLD.id, OLD.bytes, OLD.leaf)
  OR NEW.recorded_by IS NOT OLD.recorded_by
  OR NEW.corrects IS NOT OLD.corrects
  OR NEW.claim IS NOT OLD.claim
  OR NOT EXISTS (SELECT 1 FROM entry WHERE ledger = OLD.ledger AND kind = 'redaction' AND id = OLD.id)
BEGIN SELECT RAISE (ABORT, 'an entry is never changed, but for the words that a redaction takes'); END;

CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE (ABORT, 'an entry is never removed'); END;

-- It also stops INSERT OR REPLACE, which does not fire the trigger on removal.
CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry WHERE ledger = NEW.ledger)
BEGIN SELECT RAISE (ABORT, 'an entry follows the last one'); END;

-- One row for each statement: (term, party, field) = value. For the progress of a term and for an event
-- the party is empty; for an event its id is the term. Projected from the entries: it can be rebuilt.
CREATE TABLE statement (
    ledger         TEXT    NOT NULL,
    term           TEXT    NOT NULL,
    party          TEXT    NOT NULL,
    field          TEXT    NOT NULL,
    anchor         INTEGER NOT NULL,  -- the instant that orders statements, microseconds since 1970, UTC
    own            INTEGER NOT NULL,  -- 1: in the words of the party, 0: by the account of another
    directness     INTEGER NOT NULL,  -- rank of the attribution: higher is nearer to the party
    tie_seq        INTEGER NOT NULL,  -- the seq that breaks ties
    claim          INTEGER NOT NULL,  -- its number in the report, counted from 1
    known_from     INTEGER NOT NULL,  -- the first seq that knows it
    known_until    INTEGER NOT NULL,  -- the first seq that no longer knows it; 4611686018427387904: none
    seq            INTEGER NOT NULL,  -- the seq of its entry
    value          TEXT    NOT NULL,  -- JSON
    since          TEXT    NOT NULL,  -- EDTF, or the words of the report
    anchor_at      TEXT    NOT NULL,  -- the anchor in ISO 8601
    latest         INTEGER NOT NULL,  -- the last instant at which it can have begun
    latest_at      TEXT    NOT NULL,
    known_from_at  TEXT    NOT NULL,
    known_until_at TEXT    NOT NULL,  -- 9999-12-31T23:59:59.999999Z: none
    report         TEXT    NOT NULL,
    attribution    TEXT    NOT NULL,
    speaker        TEXT,
    origin         TEXT,
    reliability    TEXT,
    credibility    TEXT,
    published      TEXT,              -- EDTF
    bound_to       TEXT,              -- the event that dates it
    PRIMARY KEY (ledger, term, party, field, anchor, own, directness, tie_seq, claim, known_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX statement_bound_to ON statement (ledger, bound_to)
WHERE bound_to IS NOT NULL AND known_until = 4611686018427387904;

-- The terms and events that reports name, in the order of first mention. Projected from the entries.
CREATE TABLE mention (
    ledger TEXT    NOT NULL,
    number INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    PRIMARY KEY (ledger, number)
) STRICT;

-- The last statement of each field that is known at the head, under the default trust. Runs, lapses,
-- groups and disputes are computed by the library, not here.
CREATE VIEW current_position AS
WITH begun AS (
    SELECT *, row_number() OVER (
        PARTITION BY ledger, term, party, field
        ORDER BY value IN ('{"absent":"not-stated"}', '{"absent":"unknown"}'),
                 anchor DESC, own DESC, directness DESC, tie_seq DESC, claim DESC
    ) AS rank
    FROM statement
    WHERE known_until = 4611686018427387904
      AND anchor <= CAST ((julianday ('now') - 2440587.5) * 86400000000 AS INTEGER)
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

-- Every statement about positions, oldest first, including those that were withdrawn.
CREATE VIEW position_history AS
SELECT ledger, term, party, field, value, since, anchor_at, latest_at, known_from_at, known_until_at,
       report, claim, attribution, speaker, origin, known_until = 4611686018427387904 AS stands
FROM statement WHERE party <> '' AND field <> '*'
ORDER BY ledger, term, party, field, anchor, own, directness, tie_seq, claim, known_from;

-- Every report with its source, and the entry that withdrew it.
CREATE VIEW report_source AS
SELECT filed.ledger, filed.id AS report, filed.seq, filed.recorded_at, filed.recorded_by,
       filed.facts ->> '$.source.origin' AS origin,
       filed.facts ->> '$.source.published' AS published,
       filed.facts ->> '$.source.reliability' AS reliability,
       filed.words ->> (filed.path || '/source/outlet') AS outlet,
       filed.corrects,
       (SELECT min(later.seq) FROM entry AS later WHERE later.ledger = filed.ledger
          AND (later.corrects = filed.id OR (later.kind = 'retraction' AND later.id = filed.id AND later.claim IS NULL)))
         AS withdrawn_by,
       filed.words IS NULL AS redacted
FROM (
    SELECT *, CASE kind WHEN 'correction' THEN '/report' ELSE '' END AS path,
           bytes -> CASE kind WHEN 'correction' THEN '$.facts.report' ELSE '$.facts' END AS facts
    FROM entry WHERE kind IN ('report', 'correction')
) AS filed;
