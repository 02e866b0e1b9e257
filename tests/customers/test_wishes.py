"""What viewers may always ask for: heard as whole lines, answered alike to everybody."""

from __future__ import annotations

import pytest

from bot.customers.tiers import ENGLISH, Label, Tier
from bot.customers.wishes import Wish, sentence_for, wish_of
from bot.guard import check

ASKED = {
    Wish.UNLINK: ["解绑", "我要解绑", "解绑！", "帮我解绑一下", "解除绑定", "取消绑定", "@主播 解绑", "unlink me", "Unlink me please"],
    Wish.SHOW: ["我的数据", "查看我的数据", "我想看一下我的个人信息", "你们有我的什么数据", "my data", "Show me my data", "what data do you have about me"],
    Wish.DELETE: ["删除我的数据", "请删除我的数据", "把我的数据删了", "刪除我的數據", "清空我的所有记录", "delete my data", "DELETE MY DATA!!", "forget me", "注销我的账号", "delete my account",
                  "我要删除数据", "我要注销", "删除关于我的所有数据", "别保存我的信息了", "把我的账号注销掉", "删除聊天记录", "please delete my profile", "I want to delete my account", "erase everything about me", "do not store my data"],
    Wish.LEAVE_ALONE: ["别推荐给我", "不要推荐", "不要推荐了", "别再给我推荐了", "不用给我推荐", "关闭个性化推荐", "取消推荐", "关掉推荐", "stop recommending", "don't recommend", "Stop suggesting me things", "no suggestions please",
                       "不想看到推荐", "不想再看到你们的推荐了", "退订", "我要退订", "TD", "关闭推荐功能", "别给我推送了", "stop suggesting", "unsubscribe", "opt out", "I don't want any recommendations", "turn off suggestions"],
    Wish.SUGGEST_AGAIN: ["恢复推荐", "打开推荐", "可以给我推荐了", "start recommending", "Start recommending again"],
}  # fmt: skip


@pytest.mark.parametrize(("wish", "line"), [(wish, line) for wish, lines in ASKED.items() for line in lines])
def test_a_wish_is_heard(wish: Wish, line: str) -> None:
    assert wish_of(line) is wish


@pytest.mark.parametrize(
    "line",
    ["取消推荐的那款", "账号怎么注销", "别推荐给我男朋友这种", "不要推荐贵的", "别推荐这个", "不要推荐太甜的", "别推荐给我妈", "不要推荐给敏感肌", "推荐给我", "可以推荐吗",
     "可以推荐给我吗", "再推荐一下", "继续推荐", "给我推荐一个面霜", "有什么推荐", "我的数据线坏了", "我的数据线", "删除我的数据线订单", "手机数据怎么清空",
     "退订单", "怎么退订", "不想看到推荐的口红断货", "我要删除订单", "删除数据线那单", "td了没", "不要推送到货通知给妈妈", "i dont want the recommended size", "delete my comment", "怎么解绑", "解绑吗", "会员卡解绑了还能用吗", "我的记录本到了吗", "stop recommending this brand to kids", "my data cable broke",
     "the data", "the information", "don't recommend this for oily skin", "recommend me a cream", "what do you recommend",
     "delete my order", "show me link 3", "forget it", "unlink the video", ""],
)  # fmt: skip
def test_what_only_sounds_like_a_wish_is_none(line: str) -> None:
    assert wish_of(line) is None


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("line", ["解绑", "unlink me"])
def test_every_sentence_may_be_said_in_the_room_and_tells_nobody_anything(wish: Wish, line: str) -> None:
    said = sentence_for(wish, line)
    assert check(said) == []
    assert len(said) <= 110
    for word in [*Tier, *Label, *ENGLISH.values(), "VIP", "买过", "bought"]:
        assert word not in said


def test_a_line_without_letters_is_answered_in_the_shops_language() -> None:
    assert sentence_for(Wish.LINK, "＊＊＊＊＊＊＊＊", ("en", "zh")).startswith("Got it")
    assert sentence_for(Wish.LINK, "＊＊＊＊＊＊＊＊", ("zh",)).startswith("收到")
    assert sentence_for(Wish.LINK, "绑定 ＊＊＊＊＊＊＊＊", ("en",)).startswith("收到")
