"""Words found across the border of two others: 天下 in 今天下单, 包好 in 打包好了, 白 in 保证白天送到."""

from __future__ import annotations

import re

# The last character of these words begins the words of a claim: 天下, 天花板, 全国, 品质, 业内, 包过, 化痰, 必瘦.
_BEGUN_BEFORE = re.compile(
    "[今明后昨前每当那这哪整聊白春夏秋冬阴晴雨雪热冷一两三四五六七八几十多半隔次改]天"
    "|[安齐健完保周]全|[其当集手途家]中|[外出回各本泰法德英美韩]国"
    "|[产商礼赠食用药饰新单样]品|[流银自进旅步执可]行|[专作营毕]业|[水公]平|[门入出开袖领瓶窗接]口"
    "|[打面书钱背挎手红荷豆小大整一两三几每单沙汤腰情分外拆礼]包|[环担医社质联投]保|[何未不务势]必"
    "|[消氧软硬融变老]化|[说证透声发文聪]明|[公平西保晚早]安|[精眼财走]神|[拉打离撕切公]开"
    "|[空色强单]调|[普交沟卡圆申中开]通|[明表空蛋]白|淹没|[擅成校班店]长|[取撤开报倾]消|[不判]断|[统期周万逐]一"
    "|[拒谢隔杜]绝|[政统整]治"
)
# The first character of these words ends the words of a claim: 保证白天, 肯定断货, 绝对安全带.
_ENDED_AFTER = re.compile(
    "白[天色菜领糖酒]|瘦肉|治安|除[非外夕]|断[货码电网]|轻人|全[带帽座]|效期|果图|长[短度裤袖款裙期]|高[跟帮领铁考]"
    "|过[来去期年节夜程滤]|好[友评奇像]|紧[张急]|淡季|小[票程时样号码]|消[息费]|灵活|通[知过话]"
)


def across_a_border(text: str, start: int, end: int) -> bool:
    """Return whether the piece begins or ends inside a word of everyday talk."""
    begun = start > 0 and _BEGUN_BEFORE.match(text, start - 1, start + 1)
    return bool(begun or _ENDED_AFTER.match(text, end - 1, end + 1))
