"""Talk that is about no goods of the shop: films, songs, books and matches, jokes, and facts that only sound like claims."""

from __future__ import annotations

import functools
import re

from bot.guard.likeness import CLAIMS

_LOOK = 40
"""Characters on either side that tell what the talk is about."""
_SHOWN = (
    "电影|影片|电视剧|连续剧|短剧|这(?:部|个|集)剧|[那部]剧|剧情|剧里|综艺|小说|演唱会|专辑|票房|片尾曲|主题曲|插曲|歌词|这首歌|首歌|歌手|翻唱|[男女]主(?!播|人)|主角|导演|纪录片|动画片"
    "|脱口秀|相声|小品|春晚节目"
)
_PLAYED = (
    "比赛|(?:[篮足排网]球|羽毛球|乒乓球?)(?:赛|队|联赛)|运动会|竞赛|决赛|联赛|球赛|赛季|球队|球员|球迷|进球|国足|国乒|女排|男篮|中超|英超|世界杯|欧洲杯|奥运会|马拉松比赛|全运会|夺冠"
    "|打游戏|这(?:个|款)?游戏|王者荣耀|打排位|开黑"
)
_IN_ENGLISH = r"\b(?:quiz|striker|players?|coach|goalkeeper|defender|league|movie|film|songs?|album|concert|singer|actor|actress|novel|playlist)\b"
_ABOUT_OTHERS = re.compile(f"{_SHOWN}|{_PLAYED}|{_IN_ENGLISH}")
_READ = re.compile(
    "(?:这|那|一|两|几|哪)本(?:书|小说|杂志|传记)|书里|课本|新闻(?:里|上|说)|报道里|文章(?:里|说)|名著|历史书"
)
_SELLS = re.compile(
    "我们(?:家|的|这)|咱们?(?:家|这|的)|这款|该款|本品|本店|同款|下单|链接|上车|产品|商品|面膜|精华|配方|原料|品牌|直播间|家人们冲|闭眼入|指定|代言|赞助|喝了|吃了|用了|穿上|在用|都用|都[吃喝穿戴]|推荐|它|[便优]宜|优惠|[买卖]|块钱|一[包瓶盒片贴袋]|[这那一][瓶盒支罐袋箱双管条杯锅]|饮(?!食)|鼠标|键盘|耳机|手机|手柄|音箱|投影|显示器|零食|饮料|保健|球拍|[鞋帽衣裤裙锅杯糖粉膏霜茶酒药枕垫椅]"
    r"|\b(?:our|brand|products?|buy|link|order|cream|serum|in stock|cart|price|deal|coat|shoes|bag)\b"
)
_LIFE = re.compile(
    "天气|周末|[春夏秋冬]天|下雨天?|下雪|晒(?:太阳|被子|暖)|睡(?:个?懒)?觉|在家|放假|下班|旅游|爬山|散步|老家|小时候|上学|过年"
)
_ENDS = re.compile("(?:的)?(?:了|啦|呀|吧|呢|哈|啊|哦|的时候)?$")
_JOKES = re.compile(
    "(?<!不)(?<!没)(?<!跟你)(?<!跟你们)(?<!跟大家)开(?:个)?玩笑(?:的|哈|啦|哦|呢|啊|$)|说(?:着玩|笑的?)|逗(?:你们?|大家)(?:的|玩)|(?<!不是)瞎说的"
)
# Medical devices are registered by class, whatever the word does elsewhere.
_REGISTERED = re.compile(
    "口罩|体温计|额温枪|血压计|血糖仪|试纸|创可贴|绷带|纱布|棉签|棉球|碘伏|敷料|雾化器|制氧机|轮椅|助听器|护具|器械|隐形眼镜"
)
_CLASS_WORD = re.compile("械字号|医用级?|医疗级|医用级的")
# 纯天然 says of a material what it is, and of a cream that it does no harm.
_MATERIAL = re.compile(
    "的?(?:泰国|进口)?(?:乳胶|橡胶|棉|棉花|彩棉|亚麻|麻|苎麻|蚕丝|桑蚕丝|真丝|羊毛|羊绒|驼绒|鹅绒|牛皮|皮革|毛皮|皮毛|木|实木|原木|木材|竹|藤|水晶|大理石|石头|石材|翡翠|玉|玛瑙|珍珠|宝石|蜜蜡|琥珀|贝壳|染料|矿石|蜂蜡)"
)
_NATURAL = re.compile("(?:纯|全|100%)天然")
_WATER_AND_REST = re.compile("喝(?:点|些|杯|口)?[温热凉开白]{0,2}水(?!素|解|光)|早点睡|休息")
_SAME_PRICE = re.compile("(?:现在|现价|今[天晚]|直播间?|活动价?)(?:也|还|仍然?|依然|照样)(?:是|卖)?")


def is_about_others(text: str, start: int, end: int, rule: str) -> bool:
    """Return whether the talk around a piece is of a film, a book or a match, or meant as a joke."""
    around = text[max(0, start - _LOOK) : end + _LOOK]
    if _JOKES.search(around):
        return rule not in ("medical-claim", "slander")
    if _SELLS.search(around) or _names_goods(around):
        return False
    if _ABOUT_OTHERS.search(around):
        return True
    return rule in ("medical-claim", "effect-promise", "guaranteed-return") and _READ.search(around) is not None


def _names_goods(text: str) -> bool:
    """Return whether goods are named: a cream in a film is still the cream that is for sale."""
    return any(word in text for word in _goods())


@functools.cache
def _goods() -> tuple[str, ...]:
    return tuple(
        word for word, kind in CLAIMS.kinds.of.items() if kind == "goods" and len(word) > 1 and not word.isascii()
    )


def is_everyday(before: str, after: str) -> bool:
    """Return whether a superlative ends a clause about the weather, a meal or a day off, not about goods."""
    return _LIFE.search(before) is not None and _ENDS.match(after) is not None and _SELLS.search(before) is None


def is_a_fact(text: str, start: int, end: int, clause: str) -> bool:
    """Return whether a piece names a material, water and rest, a price that did not change, or the class a device is registered in."""
    piece = text[start:end]
    if _SAME_PRICE.search(piece) or _WATER_AND_REST.search(piece):
        return True
    if _NATURAL.fullmatch(piece) and _MATERIAL.match(text, end):
        return True
    return _CLASS_WORD.fullmatch(piece) is not None and _REGISTERED.search(clause) is not None
