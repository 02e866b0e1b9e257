"""Our standing in the channel, and others': what the server says about it, kept up to date."""

from __future__ import annotations

from bot.connectors.irc_acks import fold, same
from bot.connectors.irc_dialects import badges_of, said_at, twitch_limits
from bot.connectors.irc_events import Seat
from bot.connectors.irc_lines import Line, build
from bot.pacing import Limit, Pace

_OPERATOR_SIGNS = "~&@%"
_OPERATOR_MODES = frozenset("qaoh")
_LONGEST_SLOW_S = 3600


class Standing:
    """Listens to what changes who may do what; sets `seat` and the pace's limits."""

    def __init__(self, seat: Seat, pace: Pace, base: tuple[Limit, ...]) -> None:
        self.seat = seat
        self.slow_s = 0
        self._pace = pace
        self._base = base
        self._badges: frozenset[str] = frozenset()
        self._names: set[str] = set()
        pace.limits = base

    def hear(self, line: Line) -> str | None:
        """Take in one line; return what to ask the server in turn, if anything."""
        match line.command:
            case "GLOBALUSERSTATE":
                self.seat.user_id = line.tags.get("user-id", self.seat.user_id)
            case "USERSTATE" | "ROOMSTATE" if same(line.param(0), self.seat.channel):
                self._twitch(line)
            case "353" | "366":
                self._name_list(line)
            case "MODE" if same(line.param(0), self.seat.channel) and _OPERATOR_MODES & set(line.param(1)):
                # Which argument belongs to which letter depends on the server; asking again does not. Until
                # the answer comes, nobody who may have lost the rank has it.
                if "-" in line.param(1):
                    self.seat.operators -= {fold(name) for name in line.params[2:]}
                return build("NAMES", self.seat.channel)
            case "NICK":
                self._renamed(line.nick, line.param(0))
            case "PART" | "QUIT":
                self.seat.operators.discard(fold(line.nick))
            case "KICK":
                self.seat.operators.discard(fold(line.param(1)))
            case _:
                pass
        return None

    def joined(self, line: Line) -> None:
        """Remember when we came, by the server's clock, unless we have been here before."""
        if self.seat.joined_at is None:
            self.seat.joined_at = said_at(line.tags.get(self.seat.dialect.time_tag, ""))

    def _twitch(self, line: Line) -> None:
        if "badges" in line.tags:
            self._badges = badges_of(line.tags["badges"])
        if line.command == "USERSTATE" and line.tags.get("mod") == "1":
            self._badges |= {"moderator"}
        slow = line.tags.get("slow", "")  # ROOMSTATE comes whole on joining, later only what changed
        if slow.isdecimal():
            self.slow_s = min(int(slow[:9]), _LONGEST_SLOW_S)
        self._pace.limits = twitch_limits(self._base, self._badges, self.slow_s)

    def _name_list(self, line: Line) -> None:
        if line.command == "353" and same(line.param(2), self.seat.channel):
            marked = (name for name in line.param(-1).split() if name[0] in _OPERATOR_SIGNS)
            self._names |= {fold(name.lstrip(_OPERATOR_SIGNS + "+")) for name in marked}
        elif line.command == "366" and same(line.param(1), self.seat.channel):
            self.seat.operators, self._names = self._names, set()

    def _renamed(self, old: str, new: str) -> None:
        if same(old, self.seat.nick):
            self.seat.nick = new
        if fold(old) in self.seat.operators:
            self.seat.operators.discard(fold(old))
            self.seat.operators.add(fold(new))
