"""Words that say the same, and words that say nothing: what is left of a text when only its meaning counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# One group a line: in a question to a shop these words stand for each other.
_ZH = """
怎么样 怎么 怎样 如何 咋样 咋 为什么 为啥 为何 哪里 哪儿 在哪 哪
什么时候 啥时候 啥时间 什么时间 何时 几时 哪天 多久 多长时间 多少天 几天 几号 几点
多少钱 什么价格 什么价 啥价 价格 价钱 几块钱 几块 怎么卖 多少 售价 啥价格
什么 啥 哪些 哪个 哪款 哪种
增加 添加 新增 新加
修改 更改 变更 更换 改成 换成 改
删除 删掉 删了 移除 移出
取消 撤销 撤回
查询 查看 查找 查 看
购买 下单 订购 选购 入手 拍下 买 拍
发货 寄出 发出 寄 邮寄 发
配送 派送 送货
快递 物流 包裹
运费 邮费 快递费
包邮 免邮 免运费
退货 退换
退款 退钱 返钱
收到 到货 收货 签收 到
便宜 优惠 实惠 折扣 打折
优惠券 优惠卷 代金券 红包 券
质量 品质
坏了 破损 损坏 坏 破了 碎了
尺码 尺寸 码数 大小 码 多大
颜色 色
材质 材料 面料 料子
大概 大约
联系 找
电话号码 手机号码 联系电话 手机号 号码 电话 手机
收货地址 地址
支付 付款 付钱 付
发票 开票
赠品 礼品 送的
保修 质保
小孩子 小朋友 小孩 孩子 儿童 宝宝
老年人 老人 长辈
怀孕 孕妇 孕期
男生 男士 男的 男
女生 女士 女的 女
早上 上午 早晨
晚上 夜里
适合 合适
功能 作用 功效
区别 不同 差别
办理 办
还款 还钱
贷款 借款 借钱 借贷 借 贷
绑定 绑
打开 开启 开通 开
关闭 关掉 关
登录 登陆
其他 其它 别的 别
全部 所有 全
商品 产品 东西 宝贝
提供 出具
元 块钱 块
双人 2人 两人
厘米 cm 公分
公斤 kg 千克
克 g
毫升 ml
提高 提升 上升 调升 调高 升高 升 增加额 涨额
账号 帐号 账户 帐户 卡号
提示 显示
掉色 褪色
要求 条件 资格
申请 办理
获得 得到 领取 得 领
使用 用
"""
_EN = """
buy purchase order get
cost price much
ship send deliver mail post
shipping delivery postage
change modify edit update
remove delete erase clear
color colour
item product thing
package parcel
broken damaged defective faulty
coupon voucher
photo picture image pic
kid child children
man guy men mens
woman lady women womens
begin start
end finish
show tell give list display read
find search look
music song
fast quick soon quickly
use apply
where how
which what
every all each
say mean
talk speak
want need like
set create make put
set setup schedule
take accept support offer
ok okay alright fine possible allowed
store shop
"""
_WHOLE = """
手机壳 单人 双人 有线 无线 到付 寄付 国产 进口 手动 自动 手洗 机洗 饭前 饭后 售前 售后 预售 现货 开始 小时 大家
大小 高级 别人 发票 发货
"""
_IDLE_ZH = """
具体 根本 总是 老是 突然 究竟 到底 目前 现在 原来 本来 俺 阿 为 所 怎 跟 和 与 呐 哟 噢 哎 会不会 到底 大家 一般
通常 平时 呢 好像

的话 是不是 有没有 会不会 能不能 可不可以 要不要 可以 能够 需要 想要 你们 我们 咱们 他们 大家 请问 一下 这个
那个 这款 那款 这种 那种 这件 那件 这边 那边 里面
还是 就是 如果 要是 但是 因为 所以 然后 已经 支持 是否 能否 可否 麻烦 帮忙 帮我 应该 直接 真的 一直 自己 时候
一个 问题 情况 左右
的 地 了 着 过 吗 么 呢 吧 啊 呀 哦 哈 嘛 啦 这 那 此 该 你 我 您 咱 他 它 她 是 有 会 能 可 要 想 请 还 就 也
都 再 又 在 于 对 把 被 给 让 来 去 呗 嗯 亲 个 款 件 种 里 很 太 吧 才 得
"""
_IDLE_EN = """
a an the is are am be been being was were i you we it its this that these those my your our me us them they he
she do does did done doing
can could will would shall should may might have has had having to of for in at by from with into about as and
or so just if then there here
any some please please now will get got getting go going one ones when while also too very really still ever ill
im id ive youre whats
hows wheres lets let up im thats theres possible able would like
"""

_TENSE = """
了 过 着 已经 还 就 再 又 太 很 总是 老是 突然 like would will once if when
"""
_LIGHT = """
吗 呢 吧 啊 呀 么 嘛 的 了 a an the
"""
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|e)$")


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


def _groups(table: str) -> dict[str, str]:
    same: dict[str, str] = {}
    for line in table.strip().splitlines():
        first, *others = line.split()
        same |= dict.fromkeys((first, *others), same.get(first, first))
    return same


_SAME = {**_groups(_EN), **_groups(_ZH)}
_IDLE = frozenset(form for word in (_IDLE_ZH + _IDLE_EN).split() for form in (word, _stem(word)))
"""Little words: where one stands for another nothing is said."""
_WEIGHTLESS = frozenset(_LIGHT.split())
"""Even where they stand in the way: they are left out at once."""
_HAPPENED = frozenset(_TENSE.split())
"""What says that something happened, or how much of it: then nothing is asked for."""
_WORDS_ZH = {*_groups(_ZH), *_IDLE_ZH.split(), *_WHOLE.split()}
_PIECE = re.compile("|".join((*sorted(map(re.escape, _WORDS_ZH), key=len, reverse=True), r"[a-z0-9.]+", r"\w")))


@lru_cache(maxsize=30_000)
def pieces(text: str) -> tuple[str, ...]:
    """Return a normalised text piece by piece, synonyms as one word; all but the lightest words stay."""
    return tuple(_same(piece) for piece in _PIECE.findall(text) if piece not in _WEIGHTLESS)


def _same(piece: str) -> str:
    if not piece.isascii():
        return _SAME.get(piece, piece)
    stem = _stem(_SAME.get(piece, piece))
    return _stem(_SAME.get(stem, stem))


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the Latin words of normalised texts, as pieces."""
    return frozenset(_same(word) for word in {word for text in texts for word in text.split()} if word.isascii())


def telling(some: Iterable[str]) -> tuple[str, ...]:
    """Return those of some pieces that say anything."""
    return tuple(piece for piece in some if piece not in _IDLE)


@lru_cache(maxsize=30_000)
def bare(text: str) -> tuple[str, ...]:
    """Return what a normalised text asks for, whoever asks and however politely: 能不能退货啊 as 可以退货吗."""
    return tuple(
        _same(piece) for piece in _PIECE.findall(text) if piece in _HAPPENED or piece not in _IDLE | _WEIGHTLESS
    )
