"""What a line asks about a product: price, stock, size, whom it suits, what it is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text import CJK, normalise

PRODUCT = "◇"
"""Stands in a line for the product it names."""
ASKED = "◆"
"""Stands for what has been understood as a question."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked, and about what in particular: ("suits", "油皮"), ("size", "xl")."""

    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.detail}".strip()


# Kinds that the catalogue never answers: they go to a person, grouped.
TO_PERSON = frozenset({"restock", "discount", "quantity", "health", "production date"})
# Facts by the kind of question, under the names a catalogue may give them.
FACT_KEYS: dict[str, tuple[str, ...]] = {
    "material": ("材质", "面料", "材料", "成份含量", "material", "fabric"),
    "ingredients": ("成分", "配料", "配料表", "ingredients"),
    "origin": ("产地", "原产地", "made in", "origin"),
    "weight": ("重量", "净重", "净含量", "weight", "net weight"),
    "capacity": ("容量", "净含量", "capacity", "volume"),
    "dimensions": ("尺寸", "直径", "长度", "规格尺寸", "dimensions", "diameter", "length"),
    "pieces": ("规格", "数量", "包含", "净含量", "contents", "includes", "pieces"),
    "expiry": ("保质期", "有效期", "shelf life", "best before"),
    "warranty": ("质保", "保修", "warranty"),
    "power": ("功率", "power"),
    "battery": ("续航", "battery"),
    "waterproof": ("防水", "waterproof"),
    "washing": ("洗涤", "清洗", "washing"),
    "scent": ("香味", "味道", "气味", "scent"),
    "fit": ("版型", "fit"),
    "age": ("适用年龄", "age"),
    "keeps warm": ("保温",),
    "ports": ("接口", "充电", "ports", "charging"),
    "works with": ("适用", "works with"),
}

_Q = "(?:吗|么|没有?|不|嘛|吧|咩)"
_N = r"(?:个|件|盒|瓶|套|双|包|支|条|份|台|只|张|片|袋|罐|贴|单|斤)"
MADE_OF = (
    "纯棉|全棉|棉|羊毛|纯羊毛|真皮|真丝|不锈钢|316|304|玻璃|塑料|实木|木头|硅胶|鸭绒|鹅绒|羽绒|陶瓷|铝合金"
    "|cotton|wool|leather|glass|plastic|stainless steel|silk|wood|down"
)
SIZE = r"(?:[2-6]?x{0,3}[sl]|m|均码|(?:3[3-9]|4[0-8])(?:\.5)?|1[4-9]\d)"
_COLOUR_ZH = "(?:黑|白|红|粉|蓝|绿|灰|黄|紫|棕|咖|米|橙|金|银|青|驼|藏青|酒红|雾蓝|浅灰|深灰|米白|雾霾蓝|奶白|焦糖|豆沙|卡其|杏|裸|透明|墨绿|天蓝|玫红|军绿)(?:色|白|灰|粉|蓝)?"
_COLOUR_EN = "(?:(?:light |dark |navy |off )?(?:black|white|red|pink|blue|green|grey|gray|yellow|purple|brown|beige|orange|gold|silver|navy|burgundy|camel|cream|khaki))"
_IN_IT = "酒精|香精|香料|防腐剂|糖|蔗糖|添加剂|色素|硅油|荧光剂|激素|皂基|重金属|氨|反式脂肪|alcohol|sugar|perfume|fragrance|preservatives|silicone|parabens|gluten|nuts"
_WHOM = f"[{CJK}]{{1,8}}?"
_WEARS = "用|穿|戴|吃|喝|使用|涂|擦|抹|盖|睡|玩"

# In order; what an earlier one has taken, a later one does not see. A group is what is asked about in particular.
_ASKS: tuple[tuple[str, str], ...] = (
    ("quantity", rf"(?:买|拍|要)?(?:[2-9]|\d\d){_N}{PRODUCT}?(?:一起)?(?:多少钱|什么价|怎么卖|有优惠{_Q}|便宜{_Q}|优惠{_Q})|多买(?:有优惠|便宜)?{_Q}|限购(?:{_Q}|几{_N}|多少)|(?:最多|一次)?(?:能|可以)?(?:买|拍)几{_N}"
                 r"|(?:how much|price) for (?:[2-9]|\d\d)\b|\bcan i (?:buy|order) (?:[2-9]|\d\d)\b|\blimit per\b"),
    ("price", rf"(?:[1一]{_N}|单价|到手价?|现价|售价|价格|价钱|直播价)?(?:是|要|卖|得)?(?:多少(?:钱|米|元|块钱?|银子)|几块钱?|几多钱|(?:什么|啥)价(?:格|位|钱)?)(?:1?{_N}|一{_N})?|怎么卖的?|咋卖的?|报(?:个|下|一下)?价"
              rf"|(?:价格|价钱|售价|到手价|价位|现价)(?:是)?(?:多少|呢|说一下)?|{PRODUCT}(?:现在|今天)?(?:是|卖|要)?多少$|哪个(?:更|比较)?(?:便宜|贵)"
              r"|\bhow much(?: does| do| is| are| for)?\b(?:.{0,24} cost\b)?|\b(?:what(?:s| is) the )?prices?(?: of| for)?\b|\bwhat does\b.{0,24}\bcost\b|\bcosts?(?: of)?\b|\bwhich (?:one )?is cheaper\b"),
    ("restock", rf"(?:什么时候|啥时候|几时|多久|哪天|何时)(?:能|会|再|才)*(?:补货|有货|到货|补|上架|上新|再上|有)|(?:还|会|再){{0,2}}(?:补货|再上){_Q}|\b(?:when.{{0,20}}(?:restock\w*|back|in stock)|restock\w*|back in stock)\b"),
    ("production date", r"生产日期(?:是)?(?:多少|什么时候|哪天|几月|新鲜|新)?(?:的|吗)?|日期(?:新鲜|新)(?:吗|不)|什么时候生产的?|\bproduction date\b"),
    ("alternative", rf"有(?:没有)?(?:类似|差不多|相似|同类|替代)(?:的|款|产品)*(?:推荐)?{_Q}?|(?:有(?:没有)?)?别的(?:款|可以)?(?:推荐|代替){_Q}?|换(?:哪|什么)个?好|\b(?:anything|something|any) similar\b(?: to)?|\balternatives?(?: to| for)?\b"),
    ("discount", rf"(?:现在|今天)?(?:有(?:没有)?|还有)(?:什么|啥)?(?:优惠券?|折扣|活动|券|满减|赠品){_Q}?|打(?:几)?折{_Q}?|(?:能|可以|可)(?:用|领)券{_Q}|(?:能不能|能|可以|可不可以)(?:再)?(?:便宜|优惠|少)(?:点|一点|一些|些)?{_Q}?|最低(?:多少|价)?|(?:送|有)(?:什么)?赠品{_Q}"
                 r"|\b(?:any )?(?:discounts?|coupons?|promos?|deals?|vouchers?)(?: on| for)?\b|\bcheaper\b"),
    ("sizes", rf"有(?:没有)?(?:更|再)?(?:大|小)(?:的码|一点的?|点的?|1?一?码|1?一?号)的?{_Q}?|(?:还)?有(?:没有)?(?:加)?(?:大|小|中)[码号]的?{_Q}?|(?:加)?大码(?:还)?有{_Q}|(?:都)?有(?:哪些|什么|几个|几种|多少|啥)(?:尺码|码数|码|号|大小|型号|规格)|(?:尺码|码数|码子)(?:都|还)?(?:有哪些|有什么|有多少|是多少|怎么选|全|齐|表)?(?:全|齐)?{_Q}?|断码了?{_Q}|最大(?:的)?(?:是)?(?:什么|几|多大)(?:码|号)"
              r"|\b(?:what|which) sizes?\b|\bsizes? (?:available|do you have|are there)\b|\b(?:bigger|larger|smaller|plus) sizes?\b|\bsize (?:chart|guide)\b|\bwhat sizes does\b.{0,20}\bcome in\b"),
    ("size", rf"(?:还)?有(?:没有)? ?(?<![a-z0-9])(?P<size>{SIZE})(?![a-z0-9]) ?(?:码|号|的)*(?:现货|货)?{_Q}?|(?<![a-z0-9])(?P<size2>{SIZE})(?![a-z0-9]) ?(?:码|号)?的?(?:还)?(?:有|能拍)(?:货|现货|没有)?{_Q}?"
             rf"|\b(?:in|have|have it in|any|is there|got)(?: an?)?(?: size)? (?P<size3>{SIZE}|xxl|xxxl|small|medium|large)(?: size)?(?: left| available| in stock)?\b|\bsize (?P<size4>{SIZE}|small|medium|large)\b"),
    ("colour", rf"(?:还)?有(?:没有)?(?P<colour>{_COLOUR_ZH})(?:款)?的?(?:现货|货)?{_Q}?|(?P<colour2>{_COLOUR_ZH})(?:款)?的?(?:还)?有(?:货|没有)?{_Q}?"
               rf"|\b(?:in|have|any|got|is there|come in)(?: an?)? (?P<colour3>{_COLOUR_EN})\b(?: one| colou?r)?"),
    ("colours", rf"(?:都)?有(?:哪些|哪几|什么|几|几种|几个|多少|啥|别的|其他|其它){{1,2}}(?:种|个)?(?:颜色|色|色号|花色|口味)(?:可以选|可选|选)?{_Q}?|(?:颜色|色号|口味)(?:都)?(?:有哪些|有什么|有几种|有几个|可选|怎么选)|(?:什么|啥)颜色的?|是(?:什么|啥)色号的?"
                r"|\b(?:what|which|any other|other|how many) colou?rs?\b|\bcolou?rs? (?:available|do you have|are there)\b|\bwhat colou?rs does\b.{0,20}\bcome in\b"),
    ("stock", rf"还有没有(?:现货|货|库存)?|还有(?:现货|货|库存)?{_Q}|有(?:现货|货|库存){_Q}|有没有(?:现货|货|库存)|(?:是)?现货{_Q}|(?:库存|货)(?:还)?(?:有|剩|够)?(?:下|的)?(?:多少|几{_N}|{_Q})|(?:还(?:剩|有)|剩)下?(?:多少|几){_N}?(?:库存|货)?|库存$"
              rf"|(?:卖|抢)(?:完|光|没)了?{_Q}|(?:售罄|没货|断货|缺货|下架)了?(?:吗|么|没有?)|(?:还)?(?:能|可以)(?:拍|买|下单)(?:到)?(?:了)?{_Q}|{PRODUCT}(?:还|现在)?有{_Q}$|{PRODUCT}没(?:有)?了(?:吗|么)"
              r"|\b(?:still )?(?:in stock|available|left|left in stock)\b|\b(?:is|are)\b.{0,24}\b(?:sold out|out of stock|gone)\b|^(?:sold out|out of stock)\b|\bhow many (?:are )?left\b|\b(?:do you )?still have\b"),
    ("for whom", rf"适合(?:什么|哪些|哪种|啥)(?:样的)?(?:人|人群|肤质|皮肤|年龄|场合)(?:{_WEARS})?|(?:什么|哪种|哪些)(?:肤质|皮肤|人群?)(?:能|可以|适合)(?:{_WEARS})|\bwho is\b.{{0,20}}\bfor\b|\bwhat skin type\b"),
    ("age", r"(?:适合)?(?:多大的?(?:孩子|小孩|宝宝|小朋友|儿童)|(?:几岁|多少岁)(?:的)?(?:孩子|小孩|宝宝|小朋友|儿童)?)(?:能|可以)?(?:用|穿|吃|玩|喝)?|适用年龄|\b(?:what|which) age\b|\bhow old\b|\bage range\b"),
    ("expiry", r"保质期(?:是|有|到|还有)?(?:多久|多长时间?|几年|几个月|几天|到?什么时候|多少天?)?|(?:能|可以)(?:放|存|保存)多久|\bshelf life\b|\bexpir\w+(?: date)?\b|\bbest before\b"),
    ("warranty", rf"(?:质保|保修)(?:期)?(?:是|有)?(?:多久|几年|多长时间?)?{_Q}?|(?:有|带)(?:质保|保修){_Q}|\bwarranty\b"),
    ("ingredients", rf"(?:有)?(?:什么|哪些|啥)(?:成分|配料|原料)|(?:主要)?(?:成分|配料)表?(?:是|有)?(?:什么|哪些|啥|呢)?|(?:含不含|含|有没有|有|加没加|加)(?P<inside>{_IN_IT})的?{_Q}?|无糖的?{_Q}|\bingredients?\b|\b(?:contain|have|has)s? (?:any )?(?P<inside2>{_IN_IT})\b|\bwhats in (?:it|{PRODUCT})"),
    ("material", rf"(?:是)?(?:什么|啥)(?:材质|面料|料子|布料|材料|料|皮|布)(?:的|做的?)?|(?:材质|面料|料子)(?:是)?(?:什么|啥|呢|好)?{_Q}?|(?:是不是|是)(?P<made>{MADE_OF})(?:的|做的)?{_Q}?|\b(?:what )?(?:material|fabric)s?\b|\bmade (?:out )?of\b(?: (?P<made2>{MADE_OF}))?|\bis (?:it|{PRODUCT}) (?P<made3>{MADE_OF})\b"),
    ("origin", rf"产地(?:是|在)?(?:哪里?|哪儿|什么)?|(?:是)?(?:哪里|哪儿|哪国|哪)(?:生产|产|出)的?|(?:国产|进口)的?{_Q}|\bmade in\b|\bwheres?\b.{{0,20}}\b(?:made|from)\b"),
    ("weight", r"(?:有)?多重|重量(?:是)?(?:多少)?|净含量(?:是)?(?:多少)?|净重(?:多少)?|(?:有)?(?:多少|几)(?:克|斤|公斤| ?g| ?kg)(?:重)?|重不重|\bhow heavy\b|\b(?:what does\b.{0,20}\b)?weighs?t?\b"),
    ("capacity", r"(?:有)?多大容量|容量(?:是|有)?(?:多大|多少)?|(?:有)?(?:多少|几)(?:毫升|升| ?ml| ?l(?![a-z]))|(?:能|可以)装多少|\bhow (?:many ml|many liters|many litres)\b|\bcapacity\b|\bvolume\b"),
    ("pieces", r"(?:1|一)?(?:盒|包|袋|箱|套|份|单)?(?:里面|里|装)?(?:有|是)?(?:几|多少)(?:片|包|支|张|瓶|袋|双|抽|块|粒|罐|贴|个装)(?:1盒|一盒|装)?|(?:包含|包括|里面有)(?:什么|哪些|啥)|\bhow many (?:pieces|pcs|sheets|packs|bags|pairs|bottles|in (?:a|one|the) (?:box|pack))\b|\bwhats included\b"),
    ("power", r"功率(?:是)?(?:多大|多少)?|多少瓦|多大功率|\b(?:how many )?watts?\b|\bpower\b"),
    ("dimensions", r"(?:是)?(?:什么|多大)?尺寸(?:是)?(?:多少|多大)?|(?:有)?多(?:长|宽|高|厚)|(?:有)?多大(?:的)?(?:尺寸)?$|长宽高|直径(?:多少|多大)?|\bhow (?:big|long|tall|wide|large|thick)\b|\bdimensions?\b|\bdiameter\b"),
    ("battery", r"续航(?:是|有)?(?:多久|怎么样|多长时间?)?|(?:充(?:一次|满)电?)?(?:能|可以)用多久|电池(?:能)?用?多久|\bbattery(?: life)?\b|\bhow long does the battery last\b"),
    ("waterproof", rf"(?:是|能|可以)?防(?:不防)?水的?{_Q}|\bwater ?proof\b|\bwater ?resistant\b"),
    ("washing", rf"(?:能不能|能|可以|可不可以)(?:机洗|水洗|放洗衣机洗?|洗){_Q}?|(?:要|该)?怎么洗|\b(?:machine )?wash(?:able|ed|ing)?\b"),
    ("scent", r"(?:是)?什么(?:味道|香味|味|香)的?|(?:味道|香味)(?:是)?(?:什么样|什么|啥)(?:的)?|\bwhat(?:s| is| does).{0,20}\b(?:smell|scent)\b(?: like| of)?|\bscent\b"),
    ("fit", rf"(?:是)?偏(?:大|小)(?:还是偏?(?:大|小))?{_Q}?|版型(?:是|怎么样|大|小)?{_Q}?|(?:是)?正码{_Q}|\brun (?:small|large|big)\b|\btrue to size\b"),
    ("keeps warm", r"(?:能|可以)?保温(?:多久|几小时|几个小时|效果|时间)(?:怎么样)?|\bhow long.{0,20}(?:keep|stay)s? (?:hot|warm)\b"),
    ("ports", r"(?:是)?(?:什么|啥)(?:接口|充电口|口)的?|接口(?:是)?(?:什么)?|(?:怎么|用什么)充电|\bwhat (?:port|plug|connector)\b"),
    ("link", rf"(?:是|在|点)?(?:几号链接|哪个链接|多少号链接|第几个链接?|几号|哪个号)(?:啊|呀)?|(?:链接|小黄车)(?:是)?(?:多少号?|几号?|哪个|在哪里?|在哪儿|呢|发一下|发我|有{_Q}|是啥)|(?:求|有|发|上|要)(?:一下|个|下)?{PRODUCT}?链接{_Q}?|在哪(?:里|儿)?(?:买|拍|下单)|\b(?:which|what) (?:link|number)(?: is)?\b|\b(?:whats|where(?:s| is)) the link\b|\blink (?:for|to|of)\b|\bwhere (?:can|do) i (?:buy|get|find)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKS)

_COMPARES = re.compile(
    r"哪个(?:更|比较)?适合(?:我|[\u4e00-\u9fff]{2,5})(?:用|穿)?(?:$|吗)|哪个(?:更|比较)?(?:好|值|划算|值得买|值得|合适|推荐)(?:用|吃|穿|看|些|一点)?|(?:有)?(?:什么|啥)(?:区别|不同|差别|不一样)|(?:区别|差别|不同)(?:是什么|在哪里?|大吗|呢)?|(?:怎么|咋)选|(?:选|买|拍)哪(?:个|款|一个)(?:好|合适)?|(?:一样|相同)吗"
    r"|\bwhich (?:one )?(?:is )?(?:better|best)\b|\bdifferences?(?: between)?\b|\bcompare\b|\bwhich (?:one )?should i (?:buy|get|take)\b|\bor\b.{0,12}\bbetter\b"
)
_SUITS = re.compile(
    f"适不适合(?P<a>{_WHOM})(?:{_WEARS})?(?:吗)?$|(?:适合|适用于?)(?:给)?(?P<b>{_WHOM})(?:{_WEARS})?{_Q}?$|(?P<c>{_WHOM})(?:可不可以|能不能|可以|能|适合|适用)(?:{_WEARS})(?:的|了)?{_Q}?$"
    f"|(?:可不可以|能不能|可以|能)(?:拿来|用来)?(?:给)(?P<d>{_WHOM})(?:{_WEARS}){_Q}?$|(?:拿来|用来)?送(?P<e>{_WHOM})(?:合适|可以|行|怎么样|好){_Q}?$|(?P<f>{_WHOM})(?:适合|合适|友好){_Q}$"
    r"|\b(?:good|suitable|ok|okay|fine|safe|right|work|works|suit|suits)\b(?: to use)?(?: for| on| as| with)? ?(?:an? |my |the )?(?P<g>[a-z][a-z ]{1,24}?)(?: skin)?$|\bcan (?:my |an? |the )?(?P<h>[a-z][a-z ]{1,20}?) (?:use|wear|eat|have)\b(?: (?:it|the|this))?$"
)
_LEAD_WHOM = re.compile("^(?:我(?:们|是|家|这种)?|是|给|送|请问|现在|那|也|一个|个)+(?=.)|(?:也|都|就|的)$")
# Whom and what a program does not answer for, whatever the catalogue says.
_CAREFUL = re.compile(
    "孕|备孕|哺乳|喂奶|月子|婴儿|婴幼儿|新生儿|宝宝|宝贝|几个月大|月大|糖尿病|高血压|血压|血糖|糖高|血脂|三高|尿酸|控糖|心脏病|痛风|湿疹|皮炎|荨麻疹|鼻炎|哮喘|癌|病人|病|术后|手术|化疗|过敏|伤口|吃药|药|经期|例假|痔|胃|肝|肾"
    r"|\b(?:pregnan\w*|breastfe\w*|nursing|bab(?:y|ies)|infants?|newborns?|toddlers?|diabet\w*|blood (?:sugar|pressure)|cholesterol|allerg\w*|eczema|asthma|medic\w*|disease|surgery|illness|wounds?|hypertension)\b"
)
_CHILD = re.compile(
    "小孩|孩子|儿童|小朋友|岁|学生|青少年|未成年|小学生|娃|"
    r"\b(?:kids?|child|children|year old|teenagers?|son|daughter)\b"
)

_HEIGHT = re.compile(
    r"(?:身高|高)? ?(?<!\d)(1[3-9]\d|20\d)(?: ?cm|厘米|公分|高|(?![\d.]|斤|kg|元|块|ml))|1米([3-9]\d?)(?!\d)|1\.([3-9]\d)米?(?!\d)"
)
_WEIGHT = re.compile(
    r"(?:体重|重)? ?(?<![\d.])(\d{2,3}(?:\.\d)?) ?(斤|kg|公斤|千克|jin|kgs|kilos?)(?![a-z])|(?:体重|重) ?(\d{2,3})(?!\d)"
)
_WHICH_SIZE = re.compile(
    "(?:我)?(?:该|应该|要|得)?(?:穿(?:多大|什么|啥|哪个?|几)的?(?:码|号|尺码|码数)?|(?:选|拍|买|要)(?:多大|(?:什么|啥|哪个?|几)的?(?:码|号|尺码|码数)))|(?:什么|哪个)码(?:合适|好)"
    r"|\bwh(?:at|ich) size\b(?: (?:should|do|would) i (?:get|take|buy|wear|need))?"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What of a line was understood, and what is left of it."""

    asks: tuple[Ask, ...]
    rest: str


def asked_in(line: str, products: int) -> Understood:
    """Read what a normalised line asks; its products are written as ◇."""
    asks: list[Ask] = []
    rest = line
    if (found := _advice(rest)) is not None:
        return found
    if products > 1 and (compares := _COMPARES.search(rest)):
        asks.append(Ask("compare"))
        rest = _cut(rest, compares)
    for kind, pattern in _COMPILED:
        if (match := pattern.search(rest)) is not None and match.end() > match.start():
            asks.append(Ask(kind, _detail(match)))
            rest = _cut(rest, match)
    if not asks and (suits := _SUITS.search(_bare(rest))) is not None:
        whom = _LEAD_WHOM.sub("", normalise(next(filter(None, suits.groups()), ""))).strip()
        asks.append(_for(whom))
        bare = _bare(rest)
        rest = f"{bare[: suits.start()]}{ASKED}{bare[suits.end() :]}"
    kinds = {ask.kind for ask in asks}
    if "stock" in kinds and kinds & {"size", "colour"}:
        asks = [ask for ask in asks if ask.kind != "stock"]  # "is it available in XL" is one question
    return Understood(tuple(dict.fromkeys(asks)), rest)


def _bare(rest: str) -> str:
    """Return a line without the places of its products, which may stand between who and what."""
    return " ".join(rest.replace(PRODUCT, " ").split())


def _for(whom: str) -> Ask:
    if _CAREFUL.search(whom):
        return Ask("health", whom)
    return Ask("suits", whom)


def is_careful(plain: str) -> bool:
    """Return whether a normalised text speaks of health, pregnancy or babies."""
    return _CAREFUL.search(plain) is not None


def of_children(text: str) -> bool:
    """Return whether a normalised text speaks of children."""
    return _CHILD.search(text) is not None


def _detail(match: re.Match[str]) -> str:
    return next((value.strip() for value in match.groupdict().values() if value), "")


def _cut(rest: str, match: re.Match[str]) -> str:
    kept = PRODUCT * match.group().count(PRODUCT)
    return f"{rest[: match.start()]}{kept}{ASKED}{rest[match.end() :]}"


def _advice(line: str) -> Understood | None:
    """Read which size somebody of these measures should take."""
    which = _WHICH_SIZE.search(line)
    if which is None:
        return None
    rest, tall, weighs, unit, beside = _cut(line, which), "", "", "", None
    if (height := _HEIGHT.search(rest)) is not None:
        tall = height[1] or f"1{(height[2] or height[3]).ljust(2, '0')}"
        rest = _cut(rest, height)
        # "165 110": what stands behind the height is the weight.
        beside = re.search(rf"{ASKED} ?(\d{{2,3}})(?![\d斤号]| ?kg|公斤|千克)", rest)
    weight = beside or _WEIGHT.search(rest)
    if weight is not None:
        rest = _cut(rest, weight)
        found = [group for group in weight.groups() if group]
        weighs, unit = found[0], found[1] if len(found) > 1 else ""
    if not tall and not weighs:
        return Understood((Ask("sizes"),), rest)
    return Understood((_measured(tall, weighs, unit),), rest)


def _measured(height: str, weight: str, unit: str) -> Ask:
    """Return the question with its measures in centimetres and kilograms: "165,55"."""
    kilos = ""
    if weight:
        amount = float(weight)
        # "165 110" is in jin, as people say it in China; from 70 on nobody is taken to mean kilograms.
        in_jin = unit in ("斤", "jin") or (not unit and amount >= 70)
        kilos = f"{amount / 2:g}" if in_jin else f"{amount:g}"
    return Ask("size for", f"{height},{kilos}")
