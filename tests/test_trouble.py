"""Trouble with an order is stated, seldom asked."""

from __future__ import annotations

import pytest

from bot.catalog import Catalog
from bot.cues.relevance import concerns_shop
from bot.cues.trouble import sounds_like_trouble


@pytest.mark.parametrize(
    "text",
    [
        # not here yet
        "昨天下单的还没发货",
        "下单三天了还不发货",
        "已经一周没收到货",
        "我的快递三天没动了",
        "昨天买的3号链接还没到",
        "上周拍的面霜到现在都没来",
        "I ordered 3 days ago and nothing came",
        "my order never came",
        # not right
        "货到了是坏的！",
        "你们发错了",
        "少了一件",
        "鞋子开胶了",
        "box was empty",
        "wrong size again",
        # nobody helps
        "客服一直不回我",
        "没人理我",
        "价格不对啊，页面写的99",
    ],
)
def test_trouble_is_heard(text: str) -> None:
    assert sounds_like_trouble(text)


@pytest.mark.parametrize(
    "text",
    [
        "主播好漂亮",
        "哈哈哈笑死",
        "已经收到啦，很好用",
        "明天几点播",
        "心碎了没抢到",
        "语文在班里排倒数，裂开",
        "love it",
        "just arrived, thanks",
        "还没看过",
        "买了还没到一百块",
    ],
)
def test_talk_is_left_alone(text: str) -> None:
    assert not sounds_like_trouble(text)


@pytest.mark.parametrize("text", ["11月3号能到吗", "几天到啊", "5号前到得了吗"])
def test_when_it_arrives_is_a_question_for_the_shop(text: str) -> None:
    assert concerns_shop(text, Catalog())
