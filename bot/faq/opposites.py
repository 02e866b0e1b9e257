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
左 / 右
上面 上边 / 下面 下边
上半身 上身 / 下半身 下身
前面 / 后面
里面 内部 / 外面 外部
饭前 餐前 空腹 / 饭后 餐后
售前 / 售后
婚前 / 婚后
产前 / 产后
涨 / 跌
升 升高 提高 提升 升级 调高 / 降 降低 降级 调低
增加 添加 新增 加入 加进 / 删除 删掉 移除 移出 去掉
获得 得到 攒 赚 / 消耗 花掉 用掉
提交 / 撤回 撤销
申请 / 取消 撤销
接受 同意 / 拒绝
确认 / 取消
成功 / 失败
上传 / 下载
导入 / 导出
启用 激活 / 停用 禁用
显示 / 隐藏
锁定 上锁 / 解锁
冻结 / 解冻
拉黑 / 解除拉黑
寄付 / 到付
自提 自取 / 送货 上门 配送
发出 寄出 / 寄回 退回
买家 顾客 客户 / 卖家 商家 店家
收件人 / 寄件人
定金 订金 / 尾款
预售 / 现货
正装 / 小样 试用装
正品 / 假货 高仿
全新 / 二手
进口 / 国产
真皮 / 人造革
有线 / 无线
手动 / 自动
手洗 / 机洗
干洗 / 水洗
单人 单个 单件 / 双人 双件 多人
单层 / 双层
单肩 / 双肩
整箱 整套 整件 / 单瓶 单卖 散装
全部 所有 全都 / 部分 有些 个别
全额 / 部分
全价 原价 / 半价 折后
全身 / 局部
最高 / 最低
最多 / 最少
最早 最快 / 最晚 最慢 最迟
快 / 慢
多 / 少
软 / 硬
干 / 湿
粗 / 细
宽 宽松 / 窄 紧身 修身
深 深色 / 浅 浅色
浓 / 淡
轻 轻薄 / 重 厚重
松 / 紧
贵 / 便宜
亮 / 暗
圆 / 方
加厚 加绒 / 薄款 不加绒
高腰 / 低腰
高帮 / 低帮
长袖 / 短袖
长裤 / 短裤
荤 / 素
生 / 熟
含糖 / 无糖
开始 / 结束
上班 / 下班
上课 / 下课
入口 / 出口
进货 入库 / 出货 出库
白天 / 黑夜 夜间
工作日 平日 / 周末 节假日
公历 阳历 / 农历 阴历
回放 / 预告
静音 / 有声
横 / 竖
前置 / 后置
首次 第一次 / 再次 第二次
私人 个人 / 公司 企业
正常 / 异常
安全 / 危险
免费 / 收费 付费
有问题 / 没问题
先付款 / 货到付款
转入 / 转出
冷藏 / 冷冻
公开 / 私密
实物 / 虚拟
显白 / 显黑
差评 / 好评
优点 / 缺点
同城 / 异地 外地
本人 / 别人 他人
成年 / 未成年
已婚 / 未婚
正数 / 负数
加热 / 冷却
充电 / 放电
起飞 / 降落
含税 / 不含税
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
upload / download
import / export
send sends sender / receive receives recipient receiver
ship ships delivered / pick_up pickup collect
accept agree approve / reject decline refuse
confirm / cancel
submit / withdraw
allow permit / forbid ban block
show / hide
insert / remove take_out
attach / detach
schedule / reschedule
activate / deactivate
online / offline in_store
wired / wireless
hardcover hardback / paperback softcover
matte / glossy shiny
soft / hard firm rough
smooth / rough
natural real genuine / artificial fake synthetic
fresh / frozen
raw / cooked
wet / dry
liquid / solid powder
sweet / sour salty savory
lighter light / darker dark
bright / dim
loud / quiet
fast faster quick / slow slower
high higher / low lower
high / low
deep / shallow
tight fitted / loose
strong / weak
rich / poor
safe / dangerous
clean / dirty
new newest newer latest / old oldest older used second_hand
newest latest / oldest earliest
single / double twin king
one_time / recurring monthly
monthly / yearly annual annually weekly daily
temporary / permanent
manual / automatic
analog / digital
public / private
front / back rear
top upper / bottom lower
left / right
before / after
today / tomorrow yesterday
weekday weekdays / weekend weekends
day daytime / night
morning / afternoon
all every entire / some few part
always / sometimes rarely
both / neither
most / least fewest
best / worst
pros / cons
him his he / her hers she
lend / borrow
block / let_in
opt_in / opt_out
check_in / check_out
turn_in / turn_out
mute / unmute
lose / find
teach / learn
ask / answer
succeed success / fail failure
agree / disagree
like love / dislike hate
remember / forget
extend / shorten
upgrade / downgrade
expand / shrink
join enter / leave exit quit
save keep / discard delete
add / subtract deduct
plus / minus petite
adult / minor
teacher / student
employer / employee
seller / buyer
guest / member
new_customers new_customer first_time_buyers / returning_customers returning_customer existing_customers
beginner beginners / expert experts pro
spicy hot / mild
in_person / virtual online
same_day / next_day
now / later
free / paid
gain win earn / lose spend
profit / loss
pass / fail
rise rising / fall falling drop
up / down
sender / recipient
host / viewer
boy boys / girl girls
mother mom / father dad
husband / wife
human / pet dog cat
arrive arrival / depart departure
check_in / check_out
sign_up register / cancel_my_account
full_price / half_price
wholesale / retail
refill / bottle
removable / fixed
rechargeable / disposable
"""
# Words in which a half is the opposite of nothing.
_NEITHER = """
上门安装 重新 重要 多重 重量 快递 快要 赶快 尽快 多少 多久 多长 多大 多高 多重 差不多 好多 很多 至少 少儿 干净
干嘛 干什么 饼干 生产 生日 学生 先生 医生 发生 卫生
熟悉 方便 方式 地方 官方 方法 方案 对方 开始 深圳 软件 硬件 轻松 放松 贵吗 贵不贵 尊贵 素材 因素 入手 入会 上架
升数 毫升 公升 降噪 投降 细节 详细 横幅 圆满 暗号 淡定 右滑
生效 衣长 左右 购买 进口 出口 快捷 多谢 多件 多买 多拍 下单 上新 预计 重复
大概 大家 大约 大促 大小 多大 大人 大佬 小时 小样 小程序 小店 小黄车 关注 关于 关系 开心 开票 开发票 开具
开始 开封 开箱 拆开 打开看 左右 早上 晚上 退换 换退 收到 长度 身高 高清 成长 多长 热销 热卖 热门 冷静 新疆
最新 新品 重新 加入 添加 参加 加购 减免 满减 多高 加微信 加急 更新 进度 推进 买卖 高兴 提高 男女 女男 长短
高低 厚薄 冷热 早晚 新旧 大衣 女朋友 男朋友 小姐姐
right_now all_right that_right right_away right_size light_weight how_fast how_high how_deep a_few at_all
all_the_time after_all best_seller best_way back_order get_back
money_back send_back come_back give_back call_back pay_back most_popular at_most at_least right_one_for used_to
free_shipping free_delivery free_returns for_free sugar_free
free_gift day_of free_of at_night tracking_up sign_up set_up hurry_up end_up make_up top_up how_strong part_of
parts fall_off ship_to in_full ready_to_ship
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
