"""Words and their opposites: a question and one that says the opposite have almost every word in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Side: TypeAlias = tuple[str, bool]
"""A pair of opposites, and whether its first half is said."""

# One pair a line; words of one half mean the same here. The underscore is a blank.
_ZH = """
换大 换成大 换个大 大1码 大一码 大1号 大一号 / 换小 换成小 换个小 小1码 小一码 小1号 小一号
大 / 小
男 / 女
换 / 退
开 打开 / 关 关闭
开播 上播 / 下播
借 / 还款 归还
买 / 卖
高 / 低
长 长款 / 短 短款
长款 / 中长 中长款
冷 凉 / 热 烫
厚 / 薄
新 / 旧
早 / 晚
早上 上午 早晨 / 下午 晚上 夜里
增加 加 涨 攒 变多 / 减少 减 扣 变少
进 / 出口
收货 收到 / 发货 发出
绑定 / 解绑 解除绑定
关注 / 取关 取消关注
提前 提早 早点 / 延期 延后 推迟 延迟 晚点
充值 / 提现
登录 登陆 / 注销 退出登录
开通 / 关闭 停用 注销
上架 / 下架
涨价 / 降价
安装 / 拆卸 拆除 卸载
室内 / 室外 户外
国内 / 国外 海外
线上 / 线下
新用户 新客 新会员 新人 / 老用户 老客 老会员 老顾客
大人 成人 / 小孩 儿童 孩子 宝宝
夏天 夏季 / 冬天 冬季
油皮 油性 / 干皮 干性
甜 / 咸
胖 / 瘦
正面 / 反面
最大 / 最小
付款 / 退款
入 / 出库
"""
_EN = """
big bigger large larger / small smaller
long longer / short shorter
hot warm / cold cool
on / off
open / close closed
start begin begins starts / stop end ends finish
first / last
increase raise more add up / decrease reduce lower less remove down
buy / sell
return returns returned send_it_back / exchange exchanged swap
return send_it_back / keep
refund refunded / exchange exchanged
men mens man male boys boy / women womens woman female girls girl
adults adult / kids kid child children
early earlier / late later
cheap cheaper / expensive
enable activate / disable deactivate
install / uninstall
lock / unlock
bind link connect / unbind unlink disconnect
subscribe / unsubscribe
follow / unfollow
log_in login sign_in / log_out logout sign_out
open_an_account create / delete close_my_account
deposit top_up / withdraw
over above more_than / under below less_than
heavy heavier / light lighter
thick thicker / thin thinner
wide wider / narrow narrower
tall taller / short shorter
inside indoor indoors / outside outdoor outdoors
minimum min / maximum max
oily / dry
domestic / international
morning / evening night
summer / winter
empty / full
included / excluded
buyer buyers / seller sellers
push / pull
"""
# Words in which a half is the opposite of nothing.
_NEITHER = """
大概 大家 大约 大促 大小 多大 大人 大佬 小时 小样 小程序 小店 小黄车 关注 关于 关系 开心 开票 开发票 开具
开始 开封 开箱 拆开 打开看 左右 早上 晚上 退换 换退 收到 长度 身高 高清 成长 多长 热销 热卖 热门 冷静 新疆
最新 新品 重新 加入 添加 参加 加购 减免 满减 多高 加微信 加急 更新 进度 推进 买卖 高兴 提高 男女 女男 长短
高低 厚薄 冷热 早晚 新旧 大衣 女朋友 男朋友 小姐姐
on_sale on_sunday on_sundays on_monday on_mondays on_tuesday on_wednesday on_thursday on_friday on_saturday
on_saturdays on_delivery on_arrival on_my on_the on_me on_you on_it on_this on_a on_in how_long as_long
long_sleeve show_up sign_up wake_up end_up back_up pick_up 10_off off_code percent_off first_time last_time
at_last last_week last_month at_first more_about any_more once_more
"""


def _words(half: str) -> list[str]:
    return [word.replace("_", " ") for word in half.split()]


def _table(pairs: str) -> Mapping[str, tuple[Side, ...]]:
    table: dict[str, list[Side]] = defaultdict(list)
    for line in pairs.strip().splitlines():
        one, other = line.split(" / ")
        for word in _words(one):
            table[word].append((line, True))
        for word in _words(other):
            table[word].append((line, False))
    return {word: tuple(sides) for word, sides in table.items()}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SIDES = {**dict.fromkeys(_words(_NEITHER), ()), **_table(_ZH), **_table(_EN)}
_WORD = re.compile(
    rf"(?<![a-z0-9])(?:\d+ off|{_any(w for w in _SIDES if w.isascii())})(?![a-z0-9])"
    f"|{_any(w for w in _SIDES if not w.isascii())}"
)


def sides(text: str) -> frozenset[Side]:
    """Return, of each pair of opposites that a normalised text names, which half; both where it names both."""
    return frozenset(side for word in _WORD.findall(text) for side in _SIDES.get(word, ()))
