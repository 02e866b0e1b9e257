"""The model's draft for a case: asked for by a key, shown to everybody who opens the case, never sent by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from bot.console import sessions
from bot.console.desk import DESK, ModelDraft
from bot.console.pages import drawn, words_of
from bot.escalation import Escalation

MOST_KEPT = 200


@dataclass(slots=True)
class ModelDrafts:
    """The last draft of each case, for as long as nobody else has asked in it."""

    _kept: dict[int, tuple[int, ModelDraft]] = field(default_factory=dict)

    def of(self, case: Escalation) -> ModelDraft | None:
        """Return the draft made for a case as it is now."""
        asked, draft = self._kept.get(case.id, (-1, None))
        return draft if asked == len(case.askers) else None

    def keep(self, case: Escalation, draft: ModelDraft) -> None:
        """Keep a draft in place of the one before."""
        self._kept.pop(case.id, None)
        self._kept[case.id] = (len(case.askers), draft)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]


MODEL_DRAFTS = web.AppKey("model drafts", ModelDrafts)


async def ask(request: web.Request) -> web.Response:
    """Ask the model for a draft and show it, or why there is none."""
    member, t, desk = sessions.must_act(request), words_of(request), request.app[DESK]
    case_id = int(request.match_info["case"][:15])
    case = await desk.store.cases.one(case_id)
    if case is None:
        raise web.HTTPNotFound(text=t("case.gone", id=case_id))
    draft = await desk.model_draft(case, member.name)
    request.app[MODEL_DRAFTS].keep(case, draft)
    html = drawn("model_draft.html", t, case_id=case.id, model_draft=draft, may_act=True)
    return web.Response(text=html, content_type="text/html")


def routes() -> list[web.RouteDef]:
    """Return the draft's address."""
    return [web.post(r"/cases/{case:\d+}/model", ask)]
