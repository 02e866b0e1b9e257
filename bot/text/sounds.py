"""How Chinese characters sound: who types by ear picks a character that sounds like the one that was meant."""

from __future__ import annotations

import unicodedata
from functools import cache


def syllables(run: str) -> tuple[str, ...]:
    """Return a run of Chinese characters as toneless pinyin, one syllable each: "发货" → ("fa", "huo").

    Each character has its most usual reading, whatever stands beside it: a word and its misspelling then always
    sound alike. What has no reading stands for itself.
    """
    return tuple(map(_syllable, run))


@cache
def _syllable(char: str) -> str:
    # Imported with the first Chinese message: its tables take longer to read than the rest of a start together.
    from pypinyin.pinyin_dict import pinyin_dict

    readings = pinyin_dict.get(ord(char))
    if readings is None:
        return char
    apart = unicodedata.normalize("NFD", readings.partition(",")[0])
    return "".join(letter for letter in apart.replace("u\u0308", "v") if letter.isalpha())
