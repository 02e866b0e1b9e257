"""The floor of the practice room: what was said, what is on screen, who sits there, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from bot.catalog import Catalog
from bot.messages import MAX_NAME, MAX_TEXT, Explanation, bounded
from bot.practice import protocol
from bot.practice.protocol import Frame
from bot.practice.seats import Seat
from bot.practice.transcript import Said, Transcript


class Floor:
    """Everything that happens in the room goes through here, and from here to everybody in it."""

    def __init__(
        self,
        room: str,
        catalog: Callable[[], Catalog],
        *,
        speed: float = 1.0,
        on_speed: Callable[[float], None] = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.room = room
        self.session = uuid4().hex
        """New at every start: a page that knows another one is told that the room was restarted."""
        self.transcript = Transcript()
        self.pages: set[Seat] = set()
        self.bots: set[Seat] = set()
        self.sku: str | None = None
        self.repeats = 0
        """How many next messages the bot hears twice."""
        self.now = clock
        self._catalog = catalog
        self._listed: Catalog | None = None
        self._speed = speed
        self._on_speed = on_speed

    def post(
        self,
        viewer_id: str,
        name: str,
        text: str,
        *,
        own: bool = False,
        client_id: str | None = None,
        reply_to: str | None = None,
    ) -> Said:
        """Let somebody say something."""
        said = Said(
            id=uuid4().hex,
            viewer_id=viewer_id,
            viewer_name=bounded(name, MAX_NAME),
            text=bounded(text, MAX_TEXT),
            at=self.now(),
            own=own,
            client_id=client_id,
            reply_to=reply_to,
        )
        self.transcript.add(said)
        self.tell(protocol.line(said))
        heard = protocol.written(protocol.line_for_bot(said))
        times = 2 if self.repeats > 0 else 1
        self.repeats = max(0, self.repeats - 1)
        for bot in tuple(self.bots):
            for _ in range(times):
                bot.give(heard)
        return said

    def tell(self, frame: Frame, *, bots: bool = False) -> None:
        """Tell all pages, and the bot too where it should know."""
        text = protocol.written(frame)
        for listener in (*self.pages, *(self.bots if bots else ())):
            listener.give(text)

    def show(self, sku: str | None) -> bool:
        """Put a product on screen, or nothing; return False when the catalogue does not have it."""
        if sku is not None and sku not in self._catalog():
            return False
        self.sku = sku
        self.tell(self.screen(), bots=True)
        return True

    def remove(self, message_id: str) -> bool:
        """Remove a line; return whether it was there."""
        removed = self.transcript.remove(message_id)
        if removed:
            self.tell({"type": "delete", "id": message_id}, bots=True)
        return removed

    def explain(self, explanation: Explanation) -> None:
        """Show beside a line what the bot did with it."""
        self.transcript.explain(explanation)
        self.tell(protocol.explain(explanation))

    def set_speed(self, speed: float) -> None:
        """Let the crowd talk that many times faster than written; 0 is a pause."""
        self._speed = speed
        self._on_speed(speed)
        self.tell(self.status())

    def welcome_bot(self, bot: Seat) -> None:
        """Let the bot in."""
        self.bots.add(bot)
        self.tell(self.status())

    def part_bot(self, bot: Seat) -> None:
        """Let the bot go."""
        self.bots.discard(bot)
        self.tell(self.status())

    def refresh(self) -> None:
        """Tell the pages about a catalogue that was read anew."""
        if self._catalog() is not self._listed:
            self._listed = self._catalog()
            self.tell(self.products())
            self.tell(self.screen())

    def screen(self) -> Frame:
        """Return what is on screen."""
        return protocol.screen(self.sku, self._catalog().get(self.sku) if self.sku else None)

    def products(self) -> Frame:
        """Return what the host may show."""
        return protocol.products(self._catalog().values())

    def status(self) -> Frame:
        """Return how fast the crowd talks and whether the bot is there."""
        return {"type": "status", "speed": self._speed, "bot": bool(self.bots)}
