"""Which goods a wish names: by the catalogue's names, by everyday words for them, by the kind alone; or others."""

from __future__ import annotations

import re

from bot.catalog import Catalog, Product
from bot.catalog.naming import Found
from bot.product_questions.names import named_in
from bot.product_questions.parts import part_after, turned
from bot.product_questions.which import STRONG
from bot.product_questions.whom import FOR_USE, uses_in, without_whom
from bot.text import CJK, normalise

EVERYDAY, BY_KIND, LEAST = 0.7, 0.6, 0.6
"""What an everyday word and a kind alone count beside a name; products that count less than this of the best go."""
SAID = 0.01
"""What each two characters add that are said of one product of a kind and not of another."""
MOST_OF_A_KIND = 8
SHORTEST_KIND = 3
"""Letters of an English kind: the c of "USB-C" is none."""

# The same goods in the words that people use; whatever of them the catalogue has is meant.
_SAME_GOODS = tuple(
    frozenset(map(normalise, line.split(";")))
    for line in """earphones;earbuds;headphones;headset;airpods;耳机;蓝牙耳机
jacket;coat;down jacket;outerwear;外套;羽绒服;棉服
shirt;t shirt;tshirt;tee;tees;t恤;打底衫;长袖
cup;mug;flask;something to drink from;tumbler;water bottle;thermos;水杯;杯子;保温杯
moisturizer;moisturiser;face cream;night cream;day cream;lotion;面霜;晚霜;日霜
cleanser;face wash;facewash;facial wash;洗面奶;洁面;洁面乳
sunscreen;sunblock;spf;sun cream;防晒;防晒霜
pan;frying pan;skillet;wok;炒锅;不粘锅;平底锅
lamp;desk lamp;reading light;night light;to light;to read by;台灯;护眼灯;小夜灯
serum;essence;精华;精华液
makeup remover;remove makeup;removing makeup;take off makeup;taking off makeup;cleansing oil;卸妆;卸妆油
makeup;cosmetics;化妆;彩妆;化妆品
quilt;duvet;comforter;被子;冬被
blanket;throw;毯子;毛毯;盖毯
bedding;bed sheets;四件套;床品
slippers;house shoes;拖鞋;棉拖
thermal underwear;thermal stuff;thermal clothes;long johns;thermals;保暖内衣;秋衣秋裤;秋衣;秋裤
snack;snacks;munchies;something sweet;something salty;something crunchy;something to eat;something to snack;anything sweet;anything salty;anything crunchy;anything to eat;anything to snack;sweet tooth;something to nibble;零食;小零食;吃的;下午茶;嘴馋;解馋
clothes;clothing;衣服;衣物;服装;服饰
toy;toys;to play with;玩的;玩具;积木
charger;adapter;充电器;充电头
cable;charging cable;数据线;充电线
power bank;powerbank;portable charger;充电宝;移动电源
speaker;bluetooth speaker;音箱;音响
storage box;organizer;organiser;storage;to store;to organize;to organise;to put away;收纳;收纳箱;收纳盒;装东西;放东西;收东西
lunch box;lunchbox;food container;饭盒;便当盒;保鲜盒
candle;scented candle;香薰;蜡烛
lipstick;lip colour;lip color;口红;唇膏
mask;face mask;sheet mask;面膜
body wash;shower gel;沐浴露;沐浴乳
shampoo;hair wash;洗发水;洗头水;洗发露
juicer;blender;榨汁的;榨果汁;榨汁机;榨汁杯
scarf;scarves;围巾
rice cooker;to make rice;making rice;cook rice;cooking rice;煮饭;煮米饭;蒸饭;蒸米饭;电饭煲;电饭锅
earbuds case;earbuds cover;headphones case;airpods case;耳机套;耳机壳;耳机保护套;耳机保护壳;silicone case
toothbrush head;toothbrush refill;brush head;刷头;替换头;替换刷头;牙刷头;牙刷替换头
air fryer liner;air fryer paper;paper liner;炸锅纸;空气炸锅纸;吸油纸
phone stand;phone holder;手机支架;手机架;手机架子;平板支架;平板架子;桌面支架
cleaning;to clean;清洁;打扫;擦油污""".splitlines()
)
# What is to be done, and the goods that do it.
_DONE_WITH = tuple(
    tuple(frozenset(map(normalise, part.split(";"))) for part in line.split(" = "))
    for line in """to charge my phone on the go;to charge on the go;on the go;路上充电 = power bank;充电宝;移动电源
to charge;充电用 = charger;充电头;充电器
tea hot;coffee hot;drinks hot;water hot;tea warm;coffee warm;泡茶;装热水;保温的 = thermos;保温杯
油渍;油污;灶台;greasy;grease;stove = kitchen wipes;厨房湿巾
带饭;装饭;装菜;剩菜;leftovers;packed lunch = lunch box;饭盒;保鲜盒
smell nice;smell good;smells nice;房间香;屋里香;家里香 = scented candle;香薰;蜡烛
支起来;架起来;hold my phone;prop up my phone = phone stand;手机支架
listen to music;听歌 = earbuds;耳机;speaker;音箱
chapped hands;hands crack;cracked hands;手裂;手干 = hand cream;护手霜
mascara off;waterproof mascara = makeup remover;卸妆
暖腰 = heat patch;腰贴;热敷
neck hurts;stiff neck;落枕;脖子疼;颈椎 = pillow;枕头""".splitlines()
)
_GOODS_OF = {way: goods for goods in _SAME_GOODS for way in goods}
_GOODS_OF |= {way: goods for ways, goods in _DONE_WITH for way in ways if way not in _GOODS_OF}
_SAID = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(way)}(?=(?:e?s)?(?![a-z]))" if way.isascii() else re.escape(way)
        for way in sorted(_GOODS_OF, key=len, reverse=True)
    )
)
# Goods that many shops have. Where this one has none of them it offers nothing else instead.
_ELSEWHERE = re.compile(
    "裤|裙|鞋|靴|包包|背包|书包|双肩包|钱包|手提包|斜挎包|通勤包|电脑包|帽子|手套|墨镜|眼镜|皮带|腰带|首饰|项链|戒指|耳环|手链|手表|衬衫|卫衣|毛衣|防晒衣|袖套|泳衣|西装|大衣|马甲|背心|短袖|polo衫|牛仔|旗袍|汉服|校服|冲锋衣|瑜伽服|丝袜|内裤|(?<!保暖)内衣|文胸|睡衣|雨衣"
    "|毛巾|浴巾|洗脸巾|纸巾|抽纸|卫生巾|雨伞|太阳伞|香水|香薰机|加湿器|电风扇|风扇|取暖器|暖风机|电热毯|热水袋|暖手宝|暖宝宝|净化器|扫地机|吸尘器|拖把|扫把|垃圾[桶袋]|衣架|晾衣|地垫|门垫|浴帘|马桶|纸杯|一次性|洗洁精|洗衣液|柔顺剂|香皂|肥皂|牙膏|漱口水|牙线|棉签|棉柔巾|梳子|镜子|指甲|发夹|发圈|头绳|假发|染发|发膜|唇膜|润唇膏|唇釉|唇线|眉笔|高光|修容|散粉|素颜霜|妆前|护发精油|爽身粉|脱毛|止汗|眼影|眼线|睫毛膏|腮红|粉底|气垫|遮瑕|隔离|爽肤水|眼霜|身体乳|剃须|吹风机?|卷发棒|钢化膜|手机(?:壳|套|膜|链|挂绳|防水袋|保护)|键盘|鼠标|手机卡|充电桩|平板电脑|笔记本|电脑|相机"
    "|(?<!下午)(?<!早)茶叶?(?!几|餐|色)|咖啡|牛奶|奶粉|酒(?!精)|饮料|巧克力|饼干|糖果|蛋糕|方便面|泡面|大米|食用油|水果(?!干)|维生素|蛋白粉|保健品|床垫|窗帘|地毯|沙发(?!毯)|书架|椅|桌子|菜刀|砧板|碗|筷|水壶|烤箱|微波炉(?!用)|冰箱|洗衣|尿不湿|纸尿裤|奶瓶|婴儿车|猫粮|狗粮|宠物|猫砂|鱼缸|绿植|花盆|鲜花|帐篷|睡袋|瑜伽垫|哑铃|跳绳|泳镜|篮球|足球|羽毛球|自行车|头盔|行李箱|拉杆箱|旅行箱|(?<!儿童)水彩|文具|钢笔|铅笔|圆珠笔|笔袋|书包|台历|日历|投影|电视(?!剧)|路由器|硬盘|优盘|u盘|内存卡|自拍杆|三脚架|麦克风|话筒|智能手环|手环|电子秤|体重秤|血压计|体温计|口罩|创可贴|燕窝|枸杞|红枣|蜂蜜|小米(?!手机|粥)|面条|螺蛳粉|火锅底料|酱油|香油|辣条|薯片|瓜子|蜜饯|果冻|冰淇淋|雪糕|月饼|粽子|鸡蛋|海鲜|大闸蟹|牛排|香肠|火腿肠|麦片|酸奶|豆浆机|破壁机|咖啡机|料理机|电磁炉(?!能|可|上|用)|电饼铛|电火锅|养生壶|砂锅|汤锅|高压锅|奶锅|蒸锅|案板|围裙|洗碗"
    r"|\b(?:trousers|pants|jeans|leggings|shorts|skirts?|dress(?:es)?|(?<!house )shoes?|sneakers|trainers|boots|sandals|heels|bags?|backpacks?|handbags?|wallets?|purses?|hats?|caps?|gloves"
    r"|sunglasses|glasses|belts?|jewell?ery|necklaces?|rings?|earrings|bracelets?|watch(?:es)?|sweaters?|hoodies?|swimsuits?|bras?|pyjamas|pajamas|umbrellas?|raincoats?"
    r"|towels?|tissues|perfumes?|colognes?|eyeshadow|mascara|blush|foundation|concealer|primer|toner|razors?|hair ?dryers?|curlers?|i?phone (?:cases?|covers?|screen protectors?)|case for (?:my|an?) (?:i?phone|samsung)|keyboards?|mouse|laptops?|cameras?|monitors?"
    r"|(?<!afternoon )teas?|coffee|milk|wine|beer|drinks?|chocolates?|cookies|candy|cake|noodles|vitamins?|protein powder|supplements?|mattress(?:es)?|curtains?|rugs?|carpets?|sofas?|chairs?|an? desks?(?! lamp)|knife|knives"
    r"|kettles?|ovens?|microwaves?|fridges?|diapers|strollers?|(?:dog|cat|pet) (?:food|treats|toys)|litter|leash(?:es)?|aquariums?|plants?(?! based)|flowers|vases?|tents?|sleeping bags?|yoga mats?|dumbbells?|suitcases?|luggage|bikes?|bicycles?|scooters?|helmets?|tripods?|projectors?|tvs?|routers?|hard drives?|sd cards?|usb sticks?|microphones?|tablets?(?! (?:stand|holder))|ipads?|smart ?watch(?:es)?|fitness trackers?|scales?|thermometers?|face masks? n95|band ?aids?|honey|cereal|protein bars?|energy bars?|granola|chips|crisps|popcorn|ice cream|sweeteners?|coffee machines?|espresso machines?|toasters?|food processors?|mixers?|pressure cookers?|slow cookers?|saucepans?|baking (?:trays?|pans?)|plates?|bowls?|forks?|spoons?|cutlery|aprons?|cutting boards?|wine glasses|vacuums?|vacuum cleaners?|mops?|brooms?|trash cans?|laundry|detergent|dish soap|hangers?|humidifiers?|air purifiers?|fans?(?! of)|heaters?|electric blankets?|hot water bottles?|toothpaste|mouthwash|floss|deodorants?|soaps?|combs?|hair ?brush(?:es)?|hair ?ties|wigs?|hair dye|nail polish|lip ?balms?|lip ?gloss(?:es)?|eyeliners?|eyebrow pencils?|bronzers?|highlighters?|eye ?creams?|body lotions?|bath bombs?|blazers?|suits|cardigans?|vests?|tank tops?|crop tops?|polo shirts?|stockings|tights|underwear(?<!thermal underwear)|boxers|lingerie|ties|cufflinks|stationery|notebooks?|pens?|pencils?|school bags?|lego|dolls?|board games?|puzzles? for adults|car seats?|pacifiers?|formula)\b"
)
_TENDER = re.compile("宝宝|婴|孕|幼|儿童|小孩|孩子|小朋友|baby|infant|toddler|pregnan|kid|child")
# Single characters that are words for goods by themselves, where nothing stands before them that makes another of them.
_ONE_CHARACTER = "锅杯灯被枕袜箱架毯"
_NOT_SO_CALLED = ("音箱",)
# Too little to go by alone: "something soft to hug" is no toothbrush.
_HOW_THEY_ARE = frozenset(["soft", "glass", "magnetic", "软毛", "磁吸"])
_PLURAL = re.compile("e?s(?![a-z])")
_STANDS_ALONE = re.compile(
    rf"(?=(?:^| |什么|啥|哪[个款种口只条盏]|[个款只口条床盏双的]|推荐|想买|想要|买|有|喝|租房|做饭|几个|小|大|新|好)(?P<kind>[{CJK}])(?:子)?(?:$| |买|哪|选|用|好|合适|推荐|求|比|更|吗|呢|适|给|不|没|有|呗|吧|来))"
)
# What an English name ends in is the kind, except where that alone is anything.
_NO_KIND = frozenset(
    [
        "shoes",
        "wash",
        "care",
        "light",
        "bank",
        "case",
        "cup",
        "oil",
        "powder",
        "set",
        "head",
        "gel",
        "box",
        "bag",
        "layer",
        "sleeve",
        "skin",
        "hair",
        "food",
        "stand",
        "holder",
        "cover",
        "line",
        "spread",
        "replacement",
        "container",
        "remover",
    ]
)
# "Something for the lunch box": what stands behind is what it is for.
_SOMETHING_FOR = re.compile(r"\b(something|anything) (?:good |nice )?for\b.*")
# "刷头买哪种，电动牙刷用": what is used with it is wished for.
# "To store winter clothes": what stands behind is what it is done to.
_DONE_TO = re.compile(r"\b(to (?:store|organi[sz]e|hang|put away|carry)\b).*")
_TO_USE_WITH = re.compile("用的?$")
# "配这件羽绒服戴什么", "what goes with the coat", "没地方放衣服": what is had already, or what it is to hold.
_HAD_ALREADY = re.compile(
    "(?:配|搭|跟|买了|有了|用了|用完)(?:这|那|我的|你家的?)?[件个条双口款支瓶台套]?$|(?:没地方|没处)?(?:放|晾|叠|堆|塞)$"
    r"|\b(?:goes?|going|pairs?|matche?s?|wear|looks?|works?|use)\b.{0,12}\b(?:with|under|after|before) (?:(?:the|this|that|my|a|an|your|these) )?(?:\w+ )?$"
    r"|\bmatche?s? (?:(?:the|this|that|my|a|an|your|these) )?(?:\w+ )?$"
)
# What is amiss. Something to eat in the office is no help to who freezes there.
_AMISS = re.compile(
    "冷|冻|冰凉|[灌漏]风|风(?:吹|灌|大)|吵|没电|充不满|[不没](?:干净|地方|够充|够用)|擦不动|放不下|味儿|[滑湿潮乱]|失眠|睡不着|打呼"
    r"|\b(?:cold|freez\w*|chilly|windy?|nois[ey]\w*|loud|dies|dead|smells?|smelly|slippery|mess|messy|cant sleep|asleep|snor\w+)\b"
)
_GIFT = re.compile(
    r"送(?!货|达|到|水|运)|礼物|礼品|生日|教师节|母亲节|父亲节|情人节|\b(?:gifts?|presents?|birthdays?)\b"
)
_FILLS = re.compile(
    "推荐一下|推荐一款|推荐|适合|安利|有什么好|哪款|哪个好|哪一款|种草|买什么|送什么|送给|有没有|想要|想买|求链接|用什么|一款|一个|什么"
    "|随便|挑|选|拿主意|不出来|意见|建议|不知道|纠结|选择困难|眼花|新品|新款|爆款|热销|上新|新到|卖得最?好|最火|最推|回头客|定|猜|都行|好看|值得|入"
    "|合适|比较|有啥|啥|买|吃|喝|穿|用|想|要|几款|个人|一个人|租房|适用|求|主播|帮|一下|可以|能|哪种|哪个|第一次|最近|大家|喜欢|便宜|平价|实用|日常|小东西|小物件|好物"
    r"|\b(?:recommend|suggest|what|should|buy|get|which|one|best|good|nice|pick|choose|decide|cant|just|gimme|give|tell|show|surprise|help|seller|sellers|selling|popular|favou?rite|everything|whats?|new|idea|no|clue|dont|know|would|your|here|right|now|item|how|about|lost|smth|sth|any|some|anything|something|have|you|for|the|can|please|me|do|is|a|an|i|my|in|on|of|to|and|need|looking|ideas?|want|use|need|today|useful|cute)\b"
    "|好用的?|产品|东西|吗|呢|的|我|你们?|家|今天|现在|给|点|个|款|求|下|好|一[件条双支套瓶盒]|下"
)
_BUDGET = re.compile(
    "以内|以下|之内|以上|左右|上下|不超过|不到|低于|预算|价位|之间|百元|块钱?|元|内|到|至"
    r"|\b(?:under|below|less|than|up to|within|around|about|roughly|budget|between|over|yuan|rmb|dollars?|bucks|max)\b"
)


def asked_for(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products a normalised wish names, with how much of their name it uses (to 1)."""
    plain = _only_wished(_DONE_TO.sub(r"\1", _SOMETHING_FOR.sub(r"\1", plain)), catalog)
    # Of "面霜 for oily skin" the cream is asked for; whom it is for only rules out.
    bare = without_whom(plain)
    if hits := kinds_wished(plain, catalog):
        return _said_of(plain, hits, catalog) if len(hits) > 1 else hits
    if names_elsewhere(plain):
        return {}
    suited: dict[str, float] = {}
    if _GIFT.search(plain):
        ways = frozenset[str]().union(*uses_in(plain, catalog))
        suited = {sku: BY_KIND for way in ways for sku in catalog.suited.get(way, ())}
        bare, plain = f"{bare} 送礼 gift", f"{plain} 送礼 gift"
    hits = suited | _best(_by_word(bare, catalog) or _by_word(plain, catalog))
    return {sku: used for sku, used in hits.items() if _mends(plain, catalog[sku])}


def _mends(plain: str, product: Product) -> bool:
    """Return whether a product is said to be for what a line says is amiss, or nothing is."""
    amiss = _AMISS.findall(plain)
    return not amiss or any(word in " ".join(_words(product)) for word in amiss)


def _said_of(plain: str, hits: dict[str, float], catalog: Catalog) -> dict[str, float]:
    """Return the products of a kind with a little more for each pair of characters that is said of them: 打底 of 打底衫."""
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1) if not plain[at : at + 2].isascii()}
    said = {sku: sum(pair in " ".join(_words(catalog[sku])) for pair in pairs) for sku in hits}
    return {sku: worth + min(said[sku], 5) * SAID for sku, worth in hits.items()}


def _words(product: Product) -> tuple[str, ...]:
    return (*product.names.own, *product.names.tags)


def kinds_wished(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products of the kinds of goods that a normalised wish names beside whom it is for."""
    widely = is_tender(plain)
    return goods_in(without_whom(plain), catalog, widely=widely) or goods_in(plain, catalog, widely=widely)


def goods_in(plain: str, catalog: Catalog, *, widely: bool = False) -> dict[str, float]:
    """Return the products whose kind of goods a normalised line names, however little it says of them.

    Widely, what goes by another name of the kind counts beside what goes by the one that was said.
    """
    plain = _only_wished(_DONE_TO.sub(r"\1", _SOMETHING_FOR.sub(r"\1", plain)), catalog)
    names = _by_name(plain, catalog)
    if names and not widely:
        return names
    # What is not sold here is not replaced by what shares a word with it: 防晒衣 is no 防晒.
    rest = _without_others(plain, catalog)
    everyday = _by_everyday_word(rest, catalog)
    if everyday and not names:
        return everyday
    categories = {
        sku: BY_KIND
        for found in catalog.by_name.found_in(rest)
        for sku, kind in catalog.by_name.skus[found.name].items()
        if kind == "category"
    }
    kinds = _kinds_said(plain)
    by_kind = categories or {p.sku: BY_KIND for p in catalog.values() if _kinds(p) & kinds}
    if names:
        return by_kind | everyday | names  # a thermos for kids may go by another name than the others
    return by_kind if categories or len(by_kind) <= MOST_OF_A_KIND else {}


def _without_others(plain: str, catalog: Catalog) -> str:
    """Return a line without the goods of other shops; 茶 of a category 茶饮 is this one's."""
    own = [(found.start, found.end) for found in catalog.by_name.found_in(plain)]
    return _ELSEWHERE.sub(
        lambda at: at[0] if any(start <= at.start() and at.end() <= end for start, end in own) else " ", plain
    )


def is_tender(plain: str) -> bool:
    """Return whether a wish is for children or babies, or in pregnancy: nothing is guessed at then."""
    return _TENDER.search(plain) is not None


def names_elsewhere(plain: str) -> bool:
    """Return whether a normalised line names goods that shops have, of whichever kind."""
    return _ELSEWHERE.search(plain) is not None


def goods_places(plain: str, catalog: Catalog) -> list[tuple[int, int]]:
    """Return where a normalised line names goods, of this shop or of others, in order and not overlapping."""
    index = catalog.by_name
    own = [(f.start, f.end) for f in index.found_in(plain) if not STRONG.isdisjoint(index.skus[f.name].values())]
    said = own + [match.span() for pattern in (_SAID, _ELSEWHERE) for match in pattern.finditer(plain)]
    said += [one.span("kind") for one in _STANDS_ALONE.finditer(plain) if one["kind"] in _ONE_CHARACTER]
    said = [(start, _plural_end(plain, end)) for start, end in said]
    taken: list[tuple[int, int]] = []
    for start, end in sorted(said, key=lambda place: place[0] - place[1]):
        if all(end <= s or start >= e for s, e in taken):
            taken.append((start, end))
    return sorted(taken)


def _plural_end(plain: str, end: int) -> int:
    match = _PLURAL.match(plain, end)
    return match.end() if match is not None else end


def names_part(plain: str, catalog: Catalog) -> bool:
    """Return whether a normalised line names what belongs to goods: "耳机壳", "a lid for my thermos"."""
    return bool(_owners(turned(plain, catalog.by_name.skus), catalog))


def _only_wished(plain: str, catalog: Catalog) -> str:
    """Return a line without the goods that only say what another thing belongs to: 替换头 of "牙刷的替换头"."""
    plain = turned(plain, catalog.by_name.skus)
    for start, end in _owners(plain, catalog):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    return plain


def _owners(plain: str, catalog: Catalog) -> list[tuple[int, int]]:
    """Return the places of names that a part of such goods follows, unless the shop calls something just so.

    A part that the shop has no name for is nothing to go by either: 收纳 of "充电宝的收纳包".
    """
    names = [(found.start, found.end) for found in catalog.by_name.found_in(plain)]
    said = names + [match.span() for match in _SAID.finditer(plain)]
    others = {match.start() for match in _ELSEWHERE.finditer(plain)}
    owners = []
    for start, end in said:
        if _HAD_ALREADY.search(plain[:start]):
            owners.append((start, end))
            continue
        # "bluetooth keyboard": what stands before the goods of other shops only says which.
        if not others.isdisjoint((end, end + 1)) and not any(s <= start and e > end for s, e in names):
            owners.append((start, end))
            continue
        if (part := part_after(plain, end)) and not any(s <= start and e >= part for s, e in said):
            called_so = any(end <= s and e == part for s, e in names)
            owners.append((start, end if called_so else part))
        elif _TO_USE_WITH.match(plain, end) and any(e < start or s > end for s, e in said):
            owners.append((start, end))
    return owners


def names_something(plain: str, catalog: Catalog) -> bool:
    """Return whether a wish that hits no product names one all the same ("有没有帐篷")."""
    if names_elsewhere(plain) or names_part(plain, catalog) or _AMISS.search(plain):
        return True
    if _GIFT.search(plain) or FOR_USE.search(plain) or uses_in(plain, catalog):
        return False
    rest = re.sub(f"[^{CJK}a-z]", "", _FILLS.sub("", _BUDGET.sub(" ", without_whom(plain))))
    return len(rest) >= (3 if rest.isascii() else 2)


def _by_name(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products a line names by a name of their own; the longest name wins where one lies in another."""
    used, index = named_in(plain, catalog), catalog.by_name
    found_in = [found for found in index.found_in(plain) if not STRONG.isdisjoint(index.skus[found.name].values())]
    longer = [match.span() for pattern in (_ELSEWHERE, _SAID) for match in pattern.finditer(plain)]
    names = _longest(found_in, longer)
    # "控油的洗发水", "gentle face cream": what stands before says which.
    heads = [
        found
        for found in names
        if plain[found.end : found.end + 1] not in ("的", " ")
        or not any(other.start == found.end + 1 for other in names)
    ]
    own = {sku for found in heads for sku, kind in index.skus[found.name].items() if kind in STRONG}
    return _best({sku: used.get(sku, BY_KIND) for sku in catalog if sku in own} if own else {})


def _by_word(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products that anything a line says is said of, by the longest words of it."""
    index = catalog.by_name
    names = [found for found in _longest(list(index.found_in(plain)), []) if found.name not in _HOW_THEY_ARE]
    said = {sku for found in names for sku in index.skus[found.name]}
    return {sku: used for sku, used in named_in(plain, catalog).items() if sku in said}


def _longest(names: list[Found], others: list[tuple[int, int]]) -> list[Found]:
    """Return the names that lie in no longer one."""
    spans = [(found.start, found.end) for found in names] + others
    return [found for found in names if not any(_within(found, start, end) for start, end in spans)]


def _within(found: Found, start: int, end: int) -> bool:
    return start <= found.start and found.end <= end and end - start > found.end - found.start


def _by_everyday_word(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products that are called otherwise than the line calls them: headphones, earbuds."""
    ways = frozenset[str]().union(*(_GOODS_OF[said] for said in _SAID.findall(plain)))
    index = catalog.by_name.skus
    return {
        sku: EVERYDAY
        for way in ways
        for sku, kind in index.get(way, {}).items()
        if kind in STRONG or kind in ("category", "word")
    }


def _best(hits: dict[str, float]) -> dict[str, float]:
    """Return the hits that a product named in full does not beat: those that only share its category go."""
    best = max(hits.values(), default=0.0)
    return {sku: score for sku, score in hits.items() if score >= best * LEAST}


def _kinds(product: Product) -> set[str]:
    """Return the kinds a product's names end in, 锅 of 炒锅, lamp of desk lamp, and what is one character itself: 茶."""
    kinds = {name for name in (*product.names.tags, *product.names.categories) if re.fullmatch(f"[{CJK}]", name)}
    for name in product.names.own:
        if not name.isascii():
            kinds |= {name[-1]} & set(_ONE_CHARACTER) if not name.endswith(_NOT_SO_CALLED) else set()
        elif " " in name:
            kinds |= {last for last in name.split()[-1:] if len(last) >= SHORTEST_KIND} - _NO_KIND
    return kinds


def _kinds_said(plain: str) -> set[str]:
    words = re.findall("[a-z]+", plain)
    one = {match["kind"] for match in _STANDS_ALONE.finditer(plain)}
    return one | set(words) | {word.removesuffix("s") for word in words}
