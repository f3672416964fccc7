"""The JSON form: reading, writing, hashing and the schema. No rules, no ledger.

* Typed objects to JSON and back: `codec`; their texts, numbers and times: `scalars`; names: `resolve`.
* What is hashed: `canonical`; the same of typed objects, without reading them back: `typed`.
* The form as JSON Schema: `schema`, and in the subset that language models take: `strict`.
* Files that are written whole: `file`. Public names that load when they are named: `front`.
"""
