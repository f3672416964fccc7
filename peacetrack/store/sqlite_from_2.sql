-- From version 2, whose statements had a place for their tie_seq, to the version of today.
DROP VIEW current_position;

DROP VIEW position_history;

DROP VIEW report_source;

DROP TABLE statement;

DROP TABLE mention;

DROP TRIGGER entry_is_never_changed;

DROP TRIGGER entry_is_never_removed;

DROP TRIGGER entry_follows_the_last;

ALTER TABLE entry RENAME TO entry_2;

-- The tables of this version are made here.

INSERT INTO entry
SELECT ledger, seq, recorded, recorded_at, recorded_by, kind, id, corrects, claim, bytes, words, salt, leaf
FROM entry_2 ORDER BY ledger, seq;

DROP TABLE entry_2;
