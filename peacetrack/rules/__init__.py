"""The rules of state, numbered as in `docs/reference/rules.md`.

* 3 and 4, what holds of each field: `runs`, of `stance_run`; `own_standing` makes a standing of them, and
  `second_run` says how it is known. 5, events: `event`, `ending`. 7: `dispute`. 8: `claims`.
  9: `group`. 10 and 11: `status`, `quorum`.
* Answers: `standing` and `progress`, which share `holding`; `rulings` of one cut, `reading` of one basis; of
  many parties at once `plain_standing`, `matrix`.
* What no stance and no status depends on: acts without a stance (`acts`), offers that are extended in vain
  (`extension`), what may be later than a stance or was left out of it (`contender`), acceptances that are
  less or more on the record (`on_record`).
* In words: `standing_wording`, `wording`, `claim_wording`.
"""
