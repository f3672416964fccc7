"""Reports in the making, which are recorded, corrected and supposed like finished ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from peacetrack.draft.fields import SourceFields
from peacetrack.draft.plain import stated
from peacetrack.draft.speaking import Speaking
from peacetrack.errors import NameTakenError
from peacetrack.form.scalars import Plain, check_fields
from peacetrack.words.attribution import AttributionType, AttributionTypeText
from peacetrack.words.when import TimeLike, WhenLike


class Draft(Speaking):
    """A report in the making; `pt.draft` begins one.

    `record`, `correct` and `suppose` take it as it is at that time. A draft that goes on after it
    was recorded is another report: give it another id.

    >>> report = pt.draft(id="evening", outlet="an agency", since="2030-01-08")
    >>> north = report.voice("named", "the minister", of="NORTH")
    >>> north.offers("truce", "accepts", details={"scope": "at sea"}, window="undisclosed")
    <Speaking: named>
    >>> talks.record(report).new
    True
    """

    def __init__(self, report: Plain) -> None:
        super().__init__([], None)
        self._report = report
        self._voices: dict[str, Plain] = {}

    def __repr__(self) -> str:
        return f"<Draft {self._report.get('id') or 'without an id'}: {len(self.claims)} claims>"

    def voice(
        self,
        type: AttributionType | AttributionTypeText,
        speaker: str | None = None,
        *,
        of: str | Sequence[str] | None = None,
        person: str | None = None,
        name: str | None = None,
    ) -> Speaking:
        """Add a voice and return it, to make claims.

        Parameters:
            type: how near the words are to the party, such as `named` or `leak`.
            speaker: who speaks, in the words used.
            of: the party that the voice speaks for, by id or alias; several for a document or a joint
                statement.
            person: the id of a declared person.
            name: a name for the voice in the report (default: its type, with a number if taken).

        Raises:
            NameTakenError: a voice of the report has that name.

        >>> pt.draft().voice("leak", "a draft seen by the agency", of="SOUTH")
        <Speaking: leak>
        """
        word = AttributionType(type).value
        if name in self._voices:
            raise NameTakenError(f"there is a voice {name!r} already", repair="name this one otherwise")
        others = (f"{word}-{number}" for number in range(2, len(self._voices) + 3))
        name = name or next(n for n in (word, *others) if n not in self._voices)
        self._voices[name] = stated({"type": word, "speaker": speaker, "acts_for": of, "person": person})
        return Speaking(self.claims, name)

    def as_mapping(self) -> Mapping[str, object]:
        """Return the report in its JSON form, as it is now.

        >>> pt.draft(id="evening").urges("truce", party="EAST").as_mapping()["id"]
        'evening'
        """
        form = {"kind": "report", **self._report, "claims": list(self.claims)}
        return {**form, "voices": dict(self._voices)} if self._voices else form


def draft(
    *,
    id: str | None = None,
    title: str | None = None,
    since: WhenLike | None = None,
    note: str | None = None,
    published: TimeLike | None = None,
    retrieved: TimeLike | None = None,
    **source: Unpack[SourceFields],
) -> Draft:
    """Begin a report and return its draft.

    Parameters:
        id: the id of the report (default: the first 16 digits of the hash of what it says).
        title: a title for the report.
        since: since when its claims hold, where they do not say it themselves.
        note: a note of the desk.
        published: when the source published it: EDTF text, a date or an aware time.
        retrieved: when the desk read it.
        source: further fields of `Source` by name: outlet, origin, url, author, sha256,
            archived, language, marking, reliability.

    Raises:
        UnknownFieldError: `source` has a field that a source has not.

    >>> pt.draft(id="evening", outlet="an agency", published="2030-01-08")
    <Draft evening: 0 claims>
    """
    check_fields(source, SourceFields.__annotations__)
    where = stated({**source, "published": published, "retrieved": retrieved})
    report = stated({"id": id, "title": title, "since": since, "note": note})
    return Draft({**report, "source": where} if where else report)
