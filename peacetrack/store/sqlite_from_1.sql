-- From version 1, which had only entries, to the version of today.
DROP TRIGGER entry_is_never_changed;

DROP TRIGGER entry_is_never_removed;

DROP TRIGGER entry_follows_the_last;

ALTER TABLE entry RENAME TO entry_1;

-- The tables of this version are made here.

INSERT INTO entry
SELECT ledger, seq, recorded, recorded_at, recorded_by, kind, id,
       bytes ->> '$.facts.corrects',
       CASE kind WHEN 'retraction' THEN bytes ->> '$.facts.claim' END,
       bytes, words, salt, leaf
FROM entry_1 ORDER BY ledger, seq;

DROP TABLE entry_1;
