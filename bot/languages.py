"""What the program says to people, in both languages: worded once, English with the Chinese beside it."""

from __future__ import annotations


class Both(str):
    """A text in English, with the same in Chinese beside it; where nobody asks for a language it is the English.

    Put together with other texts it is plain English again: both halves are written out where it is made.
    """

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Both:
        """Word something in both languages."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Say how to make it again where it is handed to another process."""
        return str(self), self.zh

    def told(self, language: str) -> str:
        """Return the text for who reads this language."""
        return self.zh if language == "zh" else str(self)

    def then(self, en: str, zh: str) -> Both:
        """Go on in both languages."""
        return Both(f"{self}{en}", f"{self.zh}{zh}")

    def filled(self, **values: object) -> Both:
        """Put values where both halves name them in {braces}."""
        return Both(self.format(**values), self.zh.format(**values))


def tell(said: str, language: str) -> str:
    """Return a text for who reads this language; what has one wording only as it is."""
    return said.told(language) if isinstance(said, Both) else said


def same(text: str) -> Both:
    """Return what reads alike in both languages: a name, a sample of what to write."""
    return Both(text, text)


NOTHING = same("")
