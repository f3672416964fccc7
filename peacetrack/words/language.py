"""Languages by their tags of BCP 47, and in which one words are, for a reader of English."""

from __future__ import annotations

import unicodedata
from collections import Counter

_OTHER_LETTERS = {
    "am": "Amharic",
    "ar": "Arabic",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "el": "Greek",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi",
    "hy": "Armenian",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "ku": "Kurdish",
    "mk": "Macedonian",
    "my": "Burmese",
    "ps": "Pashto",
    "ru": "Russian",
    "sr": "Serbian",
    "ti": "Tigrinya",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
_LATIN_LETTERS = {
    "az": "Azerbaijani",
    "bs": "Bosnian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "ha": "Hausa",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "nn": "Norwegian",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "sq": "Albanian",
    "sv": "Swedish",
    "sw": "Swahili",
    "tr": "Turkish",
    "vi": "Vietnamese",
}
_BOTH = ("az", "bs", "ha", "ku", "sr")
"""Languages that are written in Latin letters and in others."""
_NOT_NAMED = ("", "und", "mul", "en")
"""What says of no other language than English."""


def in_language(tag: str | None, words: str, *, exact: bool = True) -> str:
    """Return a note on the language of some words, such as `in Ukrainian`; empty for English.

    Parameters:
        tag: the language of their source.
        words: the words.
        exact: whether they stand in the source; otherwise they may be a translation.
    """
    primary, letters = _primary(tag), letters_of(words)
    if primary in _NOT_NAMED:
        stated = "from a source in English" if primary == "en" else "language not stated"
        return f"in {letters}, {stated}" if letters else ""
    name = _OTHER_LETTERS.get(primary) or _LATIN_LETTERS.get(primary) or f"the language {tag}"
    return f"in {name}" if exact and tag_of(tag, words) else f"from a source in {name}"


def tag_of(tag: str | None, words: str) -> str:
    """Return the language of some words that stand in a source; empty for English, and where it is not known.

    Parameters:
        tag: the language of their source.
        words: the words.
    """
    primary = _primary(tag)
    rendered = primary in _OTHER_LETTERS and primary not in _BOTH and not letters_of(words)
    return "" if tag is None or primary in _NOT_NAMED or rendered else tag


def _primary(tag: str | None) -> str:
    return (tag or "").lower().partition("-")[0]


def letters_of(words: str) -> str:
    """Return the letters that words are mostly written in, where these are not Latin ones."""
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in words if letter.isalpha())
    script = max(scripts, key=scripts.__getitem__, default="LATIN")
    if script in ("LATIN", "MODIFIER", "FULLWIDTH", ""):
        return ""
    return "Chinese characters" if script == "CJK" else f"{script.title()} letters"
