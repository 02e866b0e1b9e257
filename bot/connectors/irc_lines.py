"""Lines of IRC: reading them, writing them, cutting text to fit. Values in, values out.

Whatever a server sends, nothing here raises: a line that makes no sense becomes a `Line` without a command.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

# https://ircv3.net/specs/extensions/message-tags#escaping-values
_ESCAPED = {";": r"\:", " ": r"\s", "\\": "\\\\", "\r": r"\r", "\n": r"\n"}
_UNESCAPED = {":": ";", "s": " ", "\\": "\\", "r": "\r", "n": "\n"}
_ESCAPE = str.maketrans(_ESCAPED)

# Bold, colours and the like (https://modern.ircdocs.horse/formatting); a colour carries digits.
_FORMATTING = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6})?|[\x02\x0f\x11\x16\x1d-\x1f]")

MADE_UP = "made-"
"""How an id begins that no server gave; no server knows it either."""

_SENTENCE_ENDS = frozenset("。！？!?…")
_PAUSES = frozenset("，、；：,;:）)」』】")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of IRC, taken apart."""

    command: str = ""
    """In capitals; empty when the line made no sense."""
    params: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    nick: str = ""
    """Who sent it: a nick, or a server's name."""

    def param(self, index: int) -> str:
        """Return one parameter, or nothing where there is none; negative counts from the end."""
        try:
            return self.params[index]
        except IndexError:
            return ""


def split_frame(frame: str | bytes) -> list[str]:
    """Return the lines in one WebSocket frame; Twitch puts several into one."""
    text = frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame
    # Not splitlines(): it also cuts at characters that people may write, such as U+2028.
    return [line for line in re.split(r"[\r\n]+", text) if line]


def parse(text: str) -> Line:
    """Take one line apart."""
    rest = text.rstrip("\r\n").lstrip(" ")
    tags: dict[str, str] = {}
    if rest.startswith("@"):
        head, _, rest = rest[1:].partition(" ")
        tags = _tags(head)
        rest = rest.lstrip(" ")
    nick = ""
    if rest.startswith(":"):
        prefix, _, rest = rest[1:].partition(" ")
        nick = re.split(r"[!@]", prefix, maxsplit=1)[0]
    middle, colon, trailing = f" {rest}".partition(" :")
    words = [word for word in middle.split(" ") if word]
    if not words:
        return Line(tags=tags, nick=nick)
    params = (*words[1:], trailing) if colon else tuple(words[1:])
    return Line(words[0].upper(), params, tags, nick)


def build(command: str, *params: str, tags: Mapping[str, str] | None = None) -> str:
    """Write one line, without its ending. The last parameter may hold spaces.

    No parameter can end the line and start another: CR, LF and NUL become spaces.
    """
    words = [_harmless(command).replace(" ", "")]
    words += [_harmless(word).strip(" ").replace(" ", "_") for word in params[:-1]]
    if params:
        last = _harmless(params[-1])
        # PASS, NICK and JOIN go bare: not every server takes the colon off there.
        bare = len(params) == 1 and last and " " not in last and not last.startswith(":")
        words.append(last if bare else f":{last}")
    head = ";".join(f"{_harmless(k)}={escape(v)}" if v else _harmless(k) for k, v in (tags or {}).items())
    return f"@{head} {' '.join(words)}" if head else " ".join(words)


def escape(value: str) -> str:
    """Write a tag's value so that it survives the line."""
    return value.replace("\0", "").translate(_ESCAPE)


def unescape(value: str) -> str:
    """Read a tag's value. A lone backslash at the end is dropped, as the specification says."""
    return re.sub(r"\\(.?)", lambda m: _UNESCAPED.get(m[1], m[1]), value, flags=re.DOTALL)


def strip_action(text: str) -> str | None:
    """Return the words of a `/me`, the text itself if it is plain, None if it is another client's request."""
    if not text.startswith("\x01"):
        return text
    word, _, rest = text.strip("\x01").partition(" ")
    return rest if word == "ACTION" else None


def strip_formatting(text: str) -> str:
    """Return the text without IRC's bold and colour marks."""
    return _FORMATTING.sub("", text)


def one_line(text: str) -> str:
    """Return the text as one printable line: what would end a line or start a client request is a space."""
    printable = "".join(" " if _is_control(c) else c for c in text)
    return " ".join(word for word in printable.split(" ") if word)


def no_command(text: str) -> str:
    """Return the text so that Twitch, which takes "/ban" and ".ban" for orders, reads it as words.

    The full-width sign looks the same, is as long, and is not trimmed off as a space in front might be.
    """
    return {"/": "／", ".": "．"}.get(text[:1], text[:1]) + text[1:]


def characters(text: str) -> int:
    """Return how long Twitch finds this text."""
    return len(text)


def octets(text: str) -> int:
    """Return how long a plain IRC server finds this text."""
    return len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, limit: int, size: Callable[[str], int]) -> list[str]:
    """Cut text into pieces of at most `limit`, after a sentence or at a space where one is near.

    Never inside a character, nor between an emoji and what belongs to it unless it alone is too long.
    """
    pieces: list[str] = []
    clusters = [part for cluster in _clusters(one_line(text)) for part in _fitting(cluster, limit, size)]
    start = 0
    while start < len(clusters):
        end, used = start, 0
        while end < len(clusters) and (end == start or used + size(clusters[end]) <= limit):
            used += size(clusters[end])
            end += 1
        if end < len(clusters):
            end = _good_end(clusters, start, end)
        pieces.append("".join(clusters[start:end]).strip(" "))
        start = end
    return [piece for piece in pieces if piece]


def _good_end(clusters: list[str], start: int, end: int) -> int:
    """Return where to end a piece: after the last sentence, else a pause or a space, in its later half."""
    middle = start + (end - start) // 2

    def ends_sentence(at: int) -> bool:
        # A full stop ends a sentence only before a space: 3.50 and shop.example do not.
        return clusters[at] in _SENTENCE_ENDS or (clusters[at] == " " and clusters[at - 1] in ".!?")

    for fits in (ends_sentence, lambda at: clusters[at] == " " or clusters[at] in _PAUSES):
        # A space right behind the piece is as good as one in it: it is dropped.
        for at in range(end if clusters[end] == " " else end - 1, max(start, middle - 1), -1):
            if fits(at):
                return at + 1
    return end


def _clusters(text: str) -> Iterator[str]:
    """Yield what people see as one sign. Simpler than Unicode's rules, and right for chat."""
    cluster = ""
    flags = 0
    for char in text:
        is_flag = 0x1F1E6 <= ord(char) <= 0x1F1FF
        joins = _belongs_to_previous(char) or cluster.endswith("\u200d") or (is_flag and flags % 2 == 1)
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += char
        flags = flags + 1 if is_flag else 0
    if cluster:
        yield cluster


def _belongs_to_previous(char: str) -> bool:
    code = ord(char)
    return (
        code == 0x200D  # joins two emoji into one
        or 0x1F3FB <= code <= 0x1F3FF  # skin
        or 0xE0020 <= code <= 0xE007F  # flags of regions
        or unicodedata.category(char).startswith("M")  # accents, vowel signs, variation selectors
    )


def _fitting(cluster: str, limit: int, size: Callable[[str], int]) -> list[str]:
    """Return the cluster whole, or in characters if somebody piled up more than a line of accents."""
    return [cluster] if size(cluster) <= limit else list(cluster)


def _tags(head: str) -> dict[str, str]:
    pairs = (item.partition("=") for item in head.split(";") if item)
    return {key: unescape(value) for key, _, value in pairs if key}


def _harmless(word: str) -> str:
    return re.sub(r"[\r\n\0]", " ", word)


def _is_control(char: str) -> bool:
    code = ord(char)
    # Lone surrogates cannot be sent at all; U+2028 and U+2029 are line ends to some clients.
    return code < 32 or 127 <= code < 160 or 0xD800 <= code <= 0xDFFF or code in (0x2028, 0x2029)
