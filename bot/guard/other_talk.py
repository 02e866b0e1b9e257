"""Talk that is about no goods of the shop: films, songs, books and matches, people and days, jokes, and facts that only sound like claims."""

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
_KIN = (
    "(?:妈|爸|爹|娘|爷爷?|奶奶?|[外公]婆|外公|婆婆|公公|岳[父母]|老[公婆师]|对象|男朋友|女朋友|闺[女蜜]|儿子|女儿|孩子|[表堂]?[哥姐弟妹]+|侄[子女]|外甥女?|同[学桌事]|前同事|室友|朋友|邻居|师傅|领导|教练|班长|学[弟妹长姐]"
    "|家(?:孩子|闺女|儿子|女儿|老[公婆]|[猫狗]))"
)
_SOMEBODY = f"[我你他她]们?(?:的)?{_KIN}|[他她](?!们?家)|你(?!们?(?:家|店))|主播|主持人|助理|客服|嘉宾|解说员?|[选歌]手|演员|教练|裁判|老师|那(?:个)?(?:小伙子|姑娘|小孩|人)|[一-鿿]队"
_PLACE = "楼下|村|老家|学校|门口|夜市|公司(?:楼下|旁边)|[火高]铁站|小区|我们(?:县|镇|那儿?的)|[一-鿿]{2}的(?:面|米粉|烧烤|火锅|海鲜|烤鸭|小吃|羊肉汤)"
_MOMENT = (
    "(?:今天|昨天|前天|昨晚|上周末?|这[周月年辈学]|这个月|今年|[一-鿿]{0,4}以来)[^，。！？]{0,12}$|(?:世界上|这辈子)$"
)
_SOMEBODY_ELSE = re.compile(
    f"^(?:哇|啊|嗯|其实|听说|论[一-鿿]{{1,3}})?(?:我觉得|感觉|在我心里)?(?:{_SOMEBODY})|^(?:[^，。！？]{{0,4}}(?:{_PLACE}))"
)
_MOMENT_BEFORE = re.compile(_MOMENT)
_MOMENT_AFTER = re.compile("^[^，。！？]{0,5}(?:一天|日子|时候|一次|假期|旅行|回忆|瞬间)|^[^，。！？]{0,2}(?:的)?你")
_OF_A_PRICE = re.compile("[价折低]|力度|划算|实惠|lowest|cheapest")
_SOMEBODY_ELSE_EN = re.compile(
    r"\b(?:he|she|they|(?:my|your|our|that|the) (?:\w+ )?(?:mum|mom|dad|mother|father|wife|husband|brother|sister|cousin|uncle|aunt|son|daughter|kid|niece|nephew|grandma|nan|grandpa"
    r"|friend|neighbou?r|boss|teacher|coach|striker|singer|guy|host|team|dog|cat))(?:['’](?:s|re|m)|,? (?:is|are|was|were|am|will be|has been))\b|\b(?:you|i)(?:['’](?:re|m)| are| am) (?:\w+ly )?(?:the|my|a)\b"
    r"|\b(?:day|week|weekend|morning|evening|night|birthday|holiday|vacation|commute|stream|audience|lunch|match|goal|save|finale?|episode|race|game|season|show|host|party|kid|grandma)\b"
)
_OWN_DOING = re.compile(
    "(?<!不)(?<!不用)(?<!没)(?<!比)(?<!代替)(?:跑步|跑马拉松|游泳|跳绳|爬山|骑车|瑜伽|打(?:羽毛|篮|乒乓|网)球|健身|举铁|走路|万步|早睡|军训|晒太阳|搬货|戒[糖烟酒]|管住嘴|忌口|少[吃喝](?!一)|不吃(?:晚饭|夜宵|宵夜)|吃(?:粗粮|沙拉|蔬菜|胡萝卜|菠菜|草))"
)
_OWN_DOING_EN = re.compile(
    r"(?<!without )(?<!no )\b(?:running|swimming|walking|cycling|yoga|lifting|physio|cutting (?:out )?\w+|sleeping more|(?:eating|drinking) less|stopped (?:eating|drinking)|a walk|a nap|exercise)\b"
)
"""What somebody did himself, to which he owes it: no goods have that effect."""
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


_STOPS = "，。！？；,!?;\n"
_OF_STANDING = ("absolute-claim", "invented-honour")
_OF_EFFECT = ("medical-claim", "effect-promise")


def is_about_others(text: str, start: int, end: int, rule: str) -> bool:
    """Return whether the talk around a piece is of a film, a match, a person or what somebody did himself, or meant as a joke."""
    around = text[max(0, start - _LOOK) : end + _LOOK]
    if _JOKES.search(around):
        return rule not in ("medical-claim", "slander")
    if _SELLS.search(around) or _names_goods(around):
        return False
    if _ABOUT_OTHERS.search(around):
        return True
    first, last = _clause_around(text, start, end)
    if rule in _OF_STANDING and _is_of_somebody(text, start, end, first, last):
        return True
    if rule in _OF_EFFECT and _is_own_doing(text[first:last]):
        return True
    return rule in ("medical-claim", "effect-promise", "guaranteed-return") and _READ.search(around) is not None


def _clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    first = max((text.rfind(mark, 0, start) for mark in _STOPS), default=-1) + 1
    last = min((place for mark in _STOPS if (place := text.find(mark, end)) >= 0), default=len(text))
    return first, last


def _is_of_somebody(text: str, start: int, end: int, first: int, last: int) -> bool:
    """Return whether a clause ranks a person, a place to eat or a day, which nobody sells here."""
    clause = text[first:last].strip()
    if _OF_A_PRICE.search(text, start, last):
        return False
    if text.isascii():
        return _SOMEBODY_ELSE_EN.search(clause) is not None and not _names_goods_en(text)
    if _SOMEBODY_ELSE.match(clause) or _MOMENT_BEFORE.search(text, first, start):
        return True
    return _MOMENT_AFTER.match(text[end:last]) is not None


def _is_own_doing(clause: str) -> bool:
    return (_OWN_DOING_EN if clause.isascii() else _OWN_DOING).search(clause) is not None and not _names_goods_en(
        clause
    )


def _names_goods(text: str) -> bool:
    """Return whether goods are named: a cream in a film is still the cream that is for sale, a television play is no television."""
    text = _ABOUT_OTHERS.sub(" ", text)
    return any(word in text for word in _goods())


def _names_goods_en(text: str) -> bool:
    kinds = CLAIMS.kinds.of
    return any(kinds.get(word) == "goods" for word in re.findall(r"[a-z]{3,}", text))


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
