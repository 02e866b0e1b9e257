"""What each run of words says for or against a wish, in hundredths (`bench/wish_forms.py`)."""

AT_ALL = -1.13
"""What holds for every line."""

WEIGHTS = r"""$=-203	.=14	. 0=14	. 0 m=14	. _ m=14	0=73	0 $=41	0 .=14	0 . 0=14	0 _ $=-15	0 _ 0=26	0 _ ◆=15	0 _ ◇=8	0 _ 以=15	0 _ 宝=10	0 _ 就=-8	0 _ 月=-20	0 _ 的=6	0 for=20	0 m=14
0 people=4	0 people $=4	0 ports=5	0 ◇=-43	0 个=-20	0 个 $=-29	0 个 ◇=23	0 个 月=-20	0 以=5	0 号=-27	0 号 $=-27	0 块=12	0 块 以=15	0 天=-8	0 天 就=-8	0 套=16	0 岁=39	0 岁 宝=10	0 年=-3	0 年 了=-3
0 条=-5	0 次=-9	0 瓶=32	0 送=22	?=115	? $=115	^=-203	^ 0=-8	^ 0 块=15	^ _ $=-10	^ _ 0=-22	^ _ a=-20	^ _ about=80	^ _ after=35	^ _ all=-35	^ _ already=-34	^ _ am=5	^ _ any=38	^ _ anyone=73	^ _ anything=51
^ _ are=-37	^ _ arrived=-14	^ _ at=-4	^ _ believe=-15	^ _ bottle=-12	^ _ bought=-62	^ _ broke=-10	^ _ burned=-12	^ _ buy=-18	^ _ buying=-20	^ _ buys=-22	^ _ came=-13	^ _ can=39	^ _ cat=-3	^ _ champion=-54	^ _ cheap=15	^ _ comfy=47	^ _ could=29	^ _ did=-13	^ _ died=-14
^ _ do=67	^ _ dont=-64	^ _ else=-25	^ _ everywhere=-8	^ _ fell=-11	^ _ for=70	^ _ game=-26	^ _ gave=-16	^ _ get=20	^ _ going=-11	^ _ good=-49	^ _ got=-5	^ _ had=-5	^ _ happened=-9	^ _ has=-15	^ _ have=-54	^ _ i=17	^ _ ideas=72	^ _ in=24	^ _ interested=33
^ _ is=-59	^ _ kind=14	^ _ like=13	^ _ looking=18	^ _ looks=-7	^ _ love=-6	^ _ loves=-22	^ _ luck=-3	^ _ many=-31	^ _ me=107	^ _ melted=-4	^ _ more=-80	^ _ morning=-4	^ _ my=-30	^ _ need=-5	^ _ needs=-97	^ _ never=-28	^ _ new=19	^ _ nice=37	^ _ night=-17
^ _ of=28	^ _ on=6	^ _ one=-37	^ _ ordered=-29	^ _ phone=18	^ _ please=47	^ _ recommend=9	^ _ recommendation=50	^ _ recommendations=100	^ _ said=-3	^ _ sell=-7	^ _ selling=23	^ _ should=-44	^ _ smells=-17	^ _ some=24	^ _ something=107	^ _ song=-5	^ _ stole=-34	^ _ stop=-9	^ _ suggestions=5
^ _ that=-51	^ _ the=51	^ _ there=92	^ _ think=-9	^ _ this=12	^ _ time=-24	^ _ to=112	^ _ u=27	^ _ us=7	^ _ using=-26	^ _ want=51	^ _ wants=-33	^ _ warm=39	^ _ was=-54	^ _ watching=-5	^ _ which=36	^ _ wish=-22	^ _ with=-28	^ _ works=-9	^ _ would=62
^ _ you=29	^ _ ◆=-13	^ _ ◇=31	^ _ 一=33	^ _ 上=-21	^ _ 下=7	^ _ 不=-43	^ _ 个=-54	^ _ 主=-7	^ _ 么=-69	^ _ 买=-10	^ _ 了=-49	^ _ 人=-16	^ _ 什=-119	^ _ 以=13	^ _ 们=22	^ _ 价=9	^ _ 侄=28	^ _ 便=32	^ _ 借=-6
^ _ 偷=-26	^ _ 儿=3	^ _ 冒=-5	^ _ 到=-32	^ _ 刷=7	^ _ 动=4	^ _ 包=-19	^ _ 发=4	^ _ 叫=-6	^ _ 可=-15	^ _ 司=17	^ _ 吃=-4	^ _ 合=-6	^ _ 后=18	^ _ 呢=-17	^ _ 味=7	^ _ 哪=31	^ _ 啥=27	^ _ 喝=-9	^ _ 囤=36
^ _ 在=-36	^ _ 坏=6	^ _ 块=15	^ _ 多=-6	^ _ 夜=26	^ _ 天=8	^ _ 太=-16	^ _ 头=8	^ _ 好=-39	^ _ 妆=40	^ _ 妹=17	^ _ 婆=-12	^ _ 子=-5	^ _ 季=17	^ _ 宝=15	^ _ 家=18	^ _ 就=-43	^ _ 已=-5	^ _ 带=13	^ _ 年=-10
^ _ 底=10	^ _ 怎=77	^ _ 悔=-16	^ _ 想=87	^ _ 我=39	^ _ 房=28	^ _ 手=8	^ _ 才=-8	^ _ 找=60	^ _ 把=-6	^ _ 挺=-9	^ _ 换=19	^ _ 掉=-14	^ _ 推=-39	^ _ 搞=17	^ _ 播=23	^ _ 擦=12	^ _ 收=-13	^ _ 放=5	^ _ 敷=-15
^ _ 新=18	^ _ 是=-47	^ _ 晚=-8	^ _ 有=-56	^ _ 机=11	^ _ 来=-54	^ _ 次=-32	^ _ 款=20	^ _ 死=-20	^ _ 比=-8	^ _ 求=25	^ _ 没=-35	^ _ 泡=-27	^ _ 洗=-22	^ _ 海=11	^ _ 涂=-38	^ _ 游=-7	^ _ 漏=-9	^ _ 澡=26	^ _ 点=-4
^ _ 烈=-37	^ _ 烟=14	^ _ 牙=26	^ _ 用=-38	^ _ 的=45	^ _ 皮=10	^ _ 盖=-19	^ _ 看=62	^ _ 真=-7	^ _ 着=-18	^ _ 知=13	^ _ 碎=-4	^ _ 穿=-16	^ _ 算=37	^ _ 给=9	^ _ 老=20	^ _ 能=20	^ _ 荐=-13	^ _ 被=-8	^ _ 要=132
^ _ 觉=-10	^ _ 让=7	^ _ 讲=-8	^ _ 说=-26	^ _ 谢=-35	^ _ 起=-24	^ _ 过=7	^ _ 近=24	^ _ 这=-9	^ _ 送=-13	^ _ 适=5	^ _ 选=-13	^ _ 里=24	^ _ 链=22	^ _ 需=61	^ _ 音=-4	^ _ 颜=-19	^ _ 饭=-6	^ a=24	^ a good=7
^ a ◇=9	^ any=51	^ any cheap=15	^ any good=-76	^ any more=-58	^ any suggestions=5	^ any ◇=36	^ anyone=15	^ anything=63	^ are=-12	^ are there=14	^ are you=-26	^ been=-27	^ best ◇=-7	^ bought=-31	^ buying=6	^ buying a=5	^ can=77	^ can i=7	^ can you=30
^ cant=-34	^ cant believe=-15	^ cheap=-4	^ cheap ◇=-4	^ could=76	^ could do=13	^ could you=37	^ did=-51	^ did you=-44	^ do=57	^ do u=27	^ do you=22	^ does=67	^ does the=38	^ dont=-15	^ dont buy=-15	^ everyone=-55	^ finally=-38	^ finally got=-14	^ first=-23
^ first time=-19	^ forgot=-5	^ good=-28	^ good luck=-3	^ good morning=-4	^ got=69	^ got a=5	^ got any=18	^ got anything=51	^ got my=-17	^ got the=-13	^ got ◇=25	^ great=-44	^ great ◇=-30	^ had=-20	^ have=66	^ have a=-15	^ have you=12	^ he=-8	^ help=36
^ help me=36	^ hi=17	^ how=7	^ how about=28	^ how do=-15	^ i=-181	^ i already=-34	^ i am=5	^ i bought=-37	^ i could=29	^ i dont=-64	^ i gave=-6	^ i have=-46	^ i like=-22	^ i need=41	^ i recommend=-6	^ i think=-9	^ i want=51	^ i was=-46	^ i wish=-22
^ i would=33	^ id=49	^ id like=20	^ id love=29	^ im=87	^ im after=35	^ im interested=33	^ imagine=-81	^ in=28	^ is=26	^ is that=-31	^ is there=78	^ jerky=-9	^ just=-41	^ just got=-6	^ just ordered=-19	^ lol=-28	^ looking=50	^ looking for=16	^ looking good=-19
^ looking to=51	^ love=-7	^ my=34	^ my cat=-3	^ my hair=21	^ my phone=18	^ my skin=17	^ my ◆=-65	^ my ◇=19	^ need=82	^ need a=44	^ need new=19	^ need something=13	^ need to=-51	^ need ◇=54	^ nice=-23	^ nice ◇=-20	^ no=-82	^ no more=-22	^ no one=-27
^ nobody=-28	^ not=-9	^ one=11	^ ran=-12	^ recommend=44	^ recommend a=19	^ recommend me=-14	^ returning=-4	^ same=-12	^ saw=-12	^ saw the=-6	^ send=12	^ send me=12	^ she=-12	^ shopping=23	^ shopping for=23	^ show=30	^ show me=21	^ so=-19	^ someone=-24
^ something=62	^ something warm=30	^ still=-11	^ stop=-43	^ suggest=76	^ suggest a=44	^ thanks=-27	^ that=-25	^ that ◇=-21	^ the=-54	^ the looks=-6	^ the ◇=-44	^ they=-10	^ they sell=-7	^ thinking=42	^ thinking about=10	^ thinking of=32	^ this=-33	^ this ◇=-11	^ trying=13
^ trying to=13	^ wanna=24	^ wanna get=20	^ want=73	^ want a=24	^ want to=47	^ was=-33	^ watching=-61	^ we=-51	^ we have=-8	^ we need=-4	^ what=37	^ what a=-140	^ what about=42	^ what can=23	^ what do=6	^ what happened=-9	^ what is=-31	^ what kind=14	^ what should=20
^ what would=29	^ what ◇=73	^ whats=31	^ whats a=39	^ whats the=39	^ where=95	^ where can=16	^ where did=-10	^ where is=30	^ wheres=46	^ wheres the=46	^ which=34	^ which ◇=113	^ who=-33	^ who buys=-20	^ who else=-18	^ who needs=-24	^ why=-88	^ would=-27	^ wow=-6
^ you=-83	^ you all=-35	^ you got=24	^ you should=-63	^ your=-26	^ your ◇=-25	^ ◆=-32	^ ◆ ideas=39	^ ◆ loves=-7	^ ◆ skin=-18	^ ◆ stole=-26	^ ◆ ◆=70	^ ◆ ◇=-26	^ ◆ 不=-17	^ ◆ 偷=-25	^ ◆ 喝=4	^ ◆ 就=-38	^ ◆ 带=13	^ ◆ 把=-5	^ ◆ 收=-12
^ ◆ 用=11	^ ◆ 的=5	^ ◆ 能=8	^ ◆ 说=-13	^ ◆ 送=-14	^ ◇=-93	^ ◇ are=-36	^ ◇ arrived=-14	^ ◇ bottle=-12	^ ◇ burned=-12	^ ◇ died=-14	^ ◇ everywhere=-8	^ ◇ fell=-11	^ ◇ for=51	^ ◇ is=-46	^ ◇ melted=-4	^ ◇ on=9	^ ◇ recommendation=49	^ ◇ recommendations=100	^ ◇ smells=-17
^ ◇ which=36	^ ◇ ◆=26	^ ◇ ◇=60	^ ◇ 一=-23	^ ◇ 不=-20	^ ◇ 买=48	^ ◇ 借=-6	^ ◇ 到=-3	^ ◇ 可=-39	^ ◇ 味=-14	^ ◇ 哪=31	^ ◇ 在=-28	^ ◇ 坏=6	^ ◇ 太=-16	^ ◇ 好=-38	^ ◇ 已=-5	^ ◇ 想=49	^ ◇ 我=-42	^ ◇ 换=-6	^ ◇ 掉=-14
^ ◇ 推=63	^ ◇ 擦=12	^ ◇ 放=5	^ ◇ 敷=-15	^ ◇ 是=-18	^ ◇ 有=56	^ ◇ 比=-8	^ ◇ 求=28	^ ◇ 没=-18	^ ◇ 泡=-27	^ ◇ 洗=-22	^ ◇ 涂=-13	^ ◇ 漏=-9	^ ◇ 用=5	^ ◇ 的=76	^ ◇ 盖=-21	^ ◇ 真=-7	^ ◇ 碎=-4	^ ◇ 穿=-15	^ ◇ 给=-16
^ ◇ 被=-22	^ ◇ 要=28	^ ◇ 起=-11	^ ◇ 送=-6	^ ◇ 选=17	^ ◇ 链=22	^ ◇ 颜=-19	^ 上=38	^ 上 次=-17	^ 下=-37	^ 不=-129	^ 不 想=-56	^ 不 推=-43	^ 不 用=-43	^ 不 知=14	^ 为=-12	^ 为 什=-7	^ 主=4	^ 主 播=4	^ 买=-17
^ 买 了=-26	^ 什=-14	^ 什 么=-14	^ 今=-7	^ 今 天=-7	^ 你=10	^ 你 们=17	^ 你 家=45	^ 你 怎=-20	^ 你 推=-16	^ 你 是=-9	^ 公=13	^ 公 司=17	^ 刚=-48	^ 刚 下=-27	^ 刚 才=-8	^ 别=-39	^ 别 买=-29	^ 别 讲=-8	^ 刷=-5
^ 刷 到=-5	^ 卖=47	^ 卖 ◇=27	^ 厨=11	^ 厨 房=11	^ 去=13	^ 又=-15	^ 可=13	^ 可 以=13	^ 吃=-4	^ 吃 着=-4	^ 后=-51	^ 后 悔=-16	^ 后 面=-35	^ 听=-20	^ 听 说=-12	^ 咱=17	^ 哈=-4	^ 哪=-64	^ 哪 个=-46
^ 嗯=-7	^ 在=47	^ 在 找=51	^ 声=-4	^ 声 音=-4	^ 外=-12	^ 外 婆=-12	^ 大=4	^ 天=-11	^ 头=16	^ 头 发=7	^ 头 皮=10	^ 好 用=3	^ 姐=17	^ 姐 妹=17	^ 学=13	^ 宝=14	^ 宝 宝=14	^ 室=5	^ 家=29
^ 家 里=29	^ 小=35	^ 带=6	^ 带 饭=6	^ 帮=-17	^ 帮 ◆=-61	^ 帮 我=32	^ 平=9	^ 平 价=9	^ 幼=3	^ 幼 儿=3	^ 店=11	^ 店 里=11	^ 强=-37	^ 强 烈=-37	^ 快=-6	^ 怎=-54	^ 怎 么=-54	^ 想=72	^ 想 买=-5
^ 想 囤=25	^ 想 找=9	^ 想 换=25	^ 想 看=15	^ 想 给=43	^ 想 要=-24	^ 想 起=-12	^ 想 送=16	^ 感=-13	^ 感 冒=-5	^ 我=-3	^ 我 ◆=-30	^ 我 不=-55	^ 我 家=-22	^ 我 想=59	^ 我 用=-14	^ 我 的=-10	^ 我 给=-18	^ 我 要=101	^ 我 觉=-10
^ 戴=-16	^ 手=3	^ 手 机=11	^ 打=34	^ 打 算=29	^ 找=81	^ 挂=21	^ 换=17	^ 换 季=17	^ 推=-13	^ 推 荐=-13	^ 收=7	^ 放=-4	^ 新=4	^ 早 上=9	^ 明=-12	^ 明 天=-3	^ 昨=-26	^ 昨 天=-18	^ 昨 晚=-8
^ 晚=-13	^ 最=34	^ 最 近=34	^ 有=-20	^ 有 ◇=26	^ 有 了=-10	^ 有 人=-16	^ 有 啥=27	^ 有 没=-16	^ 来=95	^ 楼=-13	^ 楼 上=-13	^ 正=44	^ 求 ◇=41	^ 求 一=4	^ 求 个=20	^ 求 推=-30	^ 求 求=-14	^ 没=-133	^ 没 有=-84
^ 油=14	^ 油 烟=14	^ 洗=40	^ 洗 澡=26	^ 点=-3	^ 熬=26	^ 熬 夜=26	^ 用=-30	^ 看=11	^ 看 看=33	^ 秋=54	^ 穿=-17	^ 笑=-20	^ 第=12	^ 第 一=3	^ 等=-29	^ 等 发=-16	^ 给=91	^ 给 ◆=15	^ 给 我=57
^ 缺=68	^ 缺 个=31	^ 考=38	^ 能=61	^ 能 不=46	^ 脸=13	^ 要=9	^ 说=-5	^ 谁=-77	^ 谁 买=-22	^ 谁 家=-26	^ 谢=-26	^ 谢 谢=-26	^ 蹲=96	^ 还=-8	^ 这=-28	^ 这 ◇=-9	^ 这 个=-10	^ 送=-10	^ 送 ◆=-7
^ 适=-6	^ 适 合=-6	^ 那=-22	^ 那 个=-14	^ 闺=-11	^ 随=23	^ 随 便=23	^ 需=22	^ 需 要=22	^ 面=-17	^ 面 包=-15	^ 预=8	^ 预 算=8	a=101	a 0=13	a _ $=-56	a _ ?=-7	a _ but=-26	a _ for=100	a _ from=-40
a _ here=13	a _ i=9	a _ kitchen=6	a _ last=-16	a _ of=-40	a _ one=37	a _ please=8	a _ stove=4	a _ that=15	a _ what=15	a _ ◆=11	a _ ◇=139	a bigger=7	a break=-38	a cover=24	a cover for=24	a coworker=22	a coworker $=22	a dog=-17	a dog $=-17
a good ◇=31	a greasy=5	a new=35	a new ◇=53	a nice=11	a small=9	a warm=5	a warm ◇=5	a week=-18	a week $=-18	a ◆=28	a ◆ $=11	a ◆ for=17	a ◇=85	a ◇ $=77	a ◇ ?=-7	a ◇ but=-26	a ◇ for=21	a ◇ from=-40	a ◇ here=13
a ◇ i=9	a ◇ last=-16	a ◇ please=8	a ◇ that=15	a ◇ what=15	about=40	about _ ◇=11	about a=27	about a ◇=27	about the=-6	about the ◇=-6	about ◇=26	advice=38	after=-27	after a=17	again=-48	again $=-34	again _ $=-14	all=-55	all need=-35
already=-72	already $=-35	already have=-26	already own=-8	am=5	an=-31	an _ $=16	an _ for=-52	an _ which=6	an ◇=32	an ◇ which=6	and=-55	and _ $=40	another=-81	another _ $=-44	another ◇=-81	another ◇ $=-44	any=250	any $=3	any ?=20
any ? $=20	any _ $=79	any _ ?=51	any _ available=22	any _ for=5	any _ in=55	any _ left=12	any _ ones=59	any _ that=32	any _ ◇=117	any advice=38	any cheap=15	any cheap ◇=15	any good=-22	any good ◇=41	any healthy=11	any healthy ◇=11	any ideas=18	any more=-58	any nice=40
any recommendation=17	any suggestions=33	any suggestions for=5	any tips=-8	any ◇=101	any ◇ $=13	any ◇ ?=34	any ◇ available=22	any ◇ for=15	any ◇ in=55	any ◇ left=12	any ◇ that=32	any ◇ ◇=6	anyone=103	anyone _ a=7	anyone _ ◇=12	anyone know=-7	anyone know a=-7	anyone selling=59	anything=135
anything _ ◆=29	anything _ ◇=46	anything for=5	anything for ◆=29	anything with=35	anything with ◇=35	are=-3	are _ $=-14	are _ any=14	are _ for=28	are _ wearing=-32	are good=28	are good for=28	are so=-7	are there=14	are there any=14	are you=-34	are you wearing=-32	arrived=-35	arrived $=-5
arrived _ $=-5	arrived with=-14	as=-14	as _ $=-14	asap=21	at=-52	at _ $=19	at _ mall=-7	at home=-45	at home $=-8	at the=-14	at the mall=-7	at ◆=-6	at ◆ $=-6	available=22	back=-50	back $=-29	be=14	be _ for=15	be good=15
be good for=15	beach=4	been=-27	believe=-15	best=91	best $=38	best _ $=50	best _ ever=-43	best _ for=26	best _ ◆=-25	best for=-25	best for ◆=-25	best ◇=73	best ◇ $=53	best ◇ for=26	better=-4	bigger=7	bigger _ $=7	blocks=17	blocks $=-8
boss=-21	bottle=-5	bottle is=-9	bought=-129	bought _ $=-17	bought _ ◇=-51	bought a=-50	bought a ◇=-50	bought the=-4	bought ◇=-52	bought ◇ $=-17	box=-8	box $=-8	break=-46	break _ $=-9	bright=17	bright $=17	broke $=-13	broken=13	broken $=13
burned=-14	burned my=-3	but=-45	but it=-17	buy=73	buy _ $=33	buy _ ◇=38	buy a=60	buy a ◇=48	buy for=15	buy the=-18	buy the ◇=-7	buy ◇=-24	buy ◇ $=29	buying=-19	buying _ $=-25	buying _ ◇=4	buying a=5	buying ◇=-16	buying ◇ $=-25
buys=-22	buys ◇=-22	call=-3	came=-19	came _ $=-4	came _ a=-14	can=110	can _ buy=37	can _ find=23	can _ get=34	can _ just=-7	can _ recommend=18	can _ show=20	can _ suggest=19	can i=39	can i buy=37	can i find=23	can i get=5	can i just=-7	can you=37
can you recommend=18	can you show=20	can you suggest=18	cant=-42	cant _ my=-5	cant believe=-15	cant find=-5	cant find my=-5	carry=18	carry ◇=18	cat=-17	cat _ $=-5	champion=-54	champion is=-54	cheap _ for=4	cheap ◇=10	cheap ◇ for=4	cheaper=-7	choose=28	comfy=37
comfy _ $=29	comfy ◇=47	could=106	could _ a=29	could _ recommend=14	could _ show=23	could _ with=13	could do=13	could do with=13	could use=45	could use a=29	could you=37	could you recommend=14	could you show=23	cover=24	cover for=24	coworker=17	coworker $=22	cream=-4	cute=-57
cute _ $=-49	cute _ that=-5	day=-44	day $=-17	desk=61	desk $=14	did=-63	did _ ◇=-16	did you=-45	died=17	died any=59	dinner=-7	do=157	do _ a=13	do _ carry=18	do _ guys=23	do _ have=62	do _ recommend=11	do _ remember=-24	do _ sell=47
do _ suggest=14	do i=53	do u=27	do u sell=25	do with=13	do with a=13	do you=55	do you carry=18	do you guys=23	do you have=52	do you recommend=11	do you remember=-24	do you sell=21	do you suggest=14	does=65	does the=38	dog=-21	dog $=-21	dont=-60	dont _ $=20
dont _ the=-15	dont _ ◇=-24	dont buy=-15	dont buy the=-15	dont need=-39	dont slip=20	dont slip $=20	dried=17	dried _ $=17	dying=18	eating=-21	eating ◇=-20	else=-35	es=14	evening=-8	ever=-66	ever $=-43	every=-13	every _ $=-10	every day=-10
every day $=-10	everyone=-80	everyone $=-9	everyone _ a=-41	everyone _ ◇=-16	everywhere=-11	exam=-3	eyes=-38	eyes $=-38	family=9	fast=17	fell=-22	fell _ $=-18	finally=-48	finally _ my=-14	finally got=-14	finally got my=-14	find=64	find _ ◇=47	find a=19
find a ◇=19	find my=-31	find my ◇=-31	find ◇=17	fine=-5	fine $=-5	first=-10	first time=-19	fits=9	for=208	for 0=4	for 0 people=4	for _ $=-62	for _ 0=13	for _ ?=38	for _ any=7	for _ coworker=22	for _ desk=22	for _ for=19	for _ giveaway=-67
for _ good=6	for _ grandpa=33	for _ hair=20	for _ living=10	for _ night=22	for _ people=4	for _ person=-6	for _ skin=54	for _ small=9	for _ that=26	for _ ◆=79	for _ ◇=56	for a=55	for a 0=13	for a coworker=22	for a good=6	for a small=9	for a ◆=17	for a ◇=82	for an=5
for greasy=12	for greasy hair=12	for her=-7	for me=-28	for me $=-9	for movie=22	for movie night=22	for my=102	for my desk=22	for my grandpa=33	for my living=10	for my ◆=57	for my ◇=-29	for one=-6	for one person=-6	for real=-8	for real $=-8	for smoothies=5	for smoothies $=4	for summer=17
for summer $=17	for the=48	for the ◆=17	for the ◇=38	for years=-31	for years $=-31	for ◆=59	for ◆ $=-11	for ◆ ?=19	for ◆ any=5	for ◆ skin=54	for ◆ ◇=5	for ◇=86	for ◇ $=72	for ◇ for=8	for ◇ that=26	forever=-20	forever $=-20	forgot=-5	from=-58
from _ $=-9	from my=-40	fun=-6	game=-26	gang=-28	gave=-16	get=81	get _ $=5	get _ ◆=49	get _ ◇=11	get a=15	get my=48	get my ◆=48	get some=30	get ◇=19	gets=32	getting=25	getting _ ◇=25	giveaway=-67	go=6
go $=-10	going=-26	going to=-26	gone=-18	good=4	good _ $=44	good _ ?=40	good _ a=14	good _ for=-61	good _ that=-19	good _ you=-26	good _ ◆=59	good for=58	good for a=14	good for ◆=58	good luck=-3	good morning=-4	good one=25	good ◇=104	good ◇ $=34
good ◇ ?=25	good ◇ for=58	got=86	got _ $=46	got _ ?=48	got _ for=3	got _ good=25	got _ ◇=16	got a=-18	got a ◇=-32	got any=50	got any ◇=32	got anything=51	got me=-29	got my=-32	got my ◇=-20	got the=-13	got the ◇=-13	got ◇=102	got ◇ $=53
got ◇ ?=40	grandpa=28	grandpa $=33	greasy=3	greasy _ $=16	greasy hair=-7	greasy hair $=12	great=-51	great _ $=-25	great ◇=-30	guys=60	guys _ ◇=60	had=-46	had _ ◇=-26	haha=-11	hair=10	hair $=7	hair is=21	happened=-9	happened _ the=-9
happened to=-9	happened to the=-9	happy=-5	has=-78	has _ ◇=-71	has a=-70	has a ◇=-67	hates=-29	have=103	have $=35	have _ $=66	have _ ?=7	have _ dog=-17	have _ got=8	have _ nice=-15	have _ ◇=-31	have a=-59	have a dog=-17	have a nice=-15	have a ◇=-28
have any=-29	have any ◇=11	have one=18	have one ?=5	have you=12	have you got=8	have ◇=115	have ◇ $=46	he=-8	healthy=40	healthy ◇=11	heavy=-3	help=67	help _ choose=29	help _ pick=17	help me=47	help me choose=29	help me pick=17	her=-35	her $=-8
her _ $=-27	here=7	here $=-34	here ?=25	here ? $=25	here _ $=16	here _ the=-10	here for=-6	here for the=-10	hi=16	his=-25	his _ back=-14	his ◇=-14	his ◇ back=-14	home=-37	host=-56	host $=-56	hosts=-9	hot=25	hot $=29
hot _ $=10	how=-34	how _ a=27	how _ i=-13	how _ is=-3	how about=28	how about a=27	how do=-15	how do i=-13	hunting=6	hunting _ a=6	hunting for=6	hunting for a=6	hurts=14	i=32	i _ $=37	i _ a=37	i _ an=-61	i _ bought=-24	i _ for=33
i _ have=-26	i _ i=-21	i _ like=50	i _ looking=-26	i _ my=-25	i _ need=-39	i _ one=46	i _ own=-8	i _ say=-7	i _ some=42	i _ the=16	i _ this=-4	i _ to=-41	i _ tonight=-13	i _ use=21	i _ your=-13	i _ ◇=89	i already=-34	i already have=-26	i already own=-8
i am=5	i bought=-37	i bought a=-37	i buy=51	i buy a=33	i buy for=15	i can=9	i cant=-8	i could=29	i could use=29	i dont=-64	i dont need=-39	i find=82	i find a=6	i find ◇=17	i gave=-6	i get=37	i get a=26	i get some=30	i get ◇=7
i got=-11	i had=-23	i have=-52	i have a=-32	i just=-7	i just say=-7	i like=-22	i like the=-9	i need=41	i need a=15	i need to=-19	i recommend=-6	i recommend the=-4	i think=-9	i thought=-5	i use=36	i want=96	i want a=60	i want my=-27	i want one=46
i want to=-22	i was=-46	i was looking=-31	i wish=-22	i wish i=-21	i would=33	i would like=55	id=49	id _ a=40	id _ to=8	id like=20	id like a=13	id like to=7	id love=29	id love a=28	ideas=85	ideas for=50	im=46	im _ $=-22	im _ a=16
im _ for=13	im _ in=33	im after=35	im after a=35	im interested=33	im interested in=33	imagine=-81	in=58	in $=-11	in _ $=6	in _ of=34	in _ ◇=13	in a=10	in my=-8	in need=10	in need of=10	in that=-15	in that ◇=-15	in the=16	in the ◇=-8
in ◇=29	in ◇ $=29	interested=58	interested in=58	is=-89	is _ ?=-23	is _ a=22	is _ any=16	is _ best=-8	is _ for=-18	is _ something=15	is best=18	is best $=38	is best for=-25	is good for=3	is it=-12	is my=-8	is my ◇=-6	is so=-5	is that=-34
is the=11	is the best=-8	is the ◇=20	is there=78	is there a=47	is there any=16	is there something=15	is this=-12	is too=-27	isnt=17	isnt _ bright=17	isnt too=17	isnt too bright=17	it=-46	it $=-12	it _ $=-28	jerky=33	just=-56	just _ a=-16	just _ the=-7
just got=-6	just ordered=-19	just say=-7	just say the=-7	keep=26	keep _ ◇=26	keeps=16	kind=14	kind _ ◇=14	kind of=14	kind of ◇=14	kitchen=57	kitchen $=8	know=-7	know _ good=-7	know a=-7	know a good=-7	last=-86	last _ $=-86	last week=-32
last week $=-32	last year=-36	last year $=-36	lasts=10	leaks=-18	left=-4	left _ $=-3	lid=5	life=-18	life $=-15	like=22	like _ $=-20	like _ ◇=41	like a=41	like a ◇=40	like my=-26	like the=-9	like to=7	like ◇=-16	like ◇ $=-16
link=50	link _ a=12	link for=12	link for a=12	lips=52	living=10	living _ $=10	living room=10	living room $=10	lol=-107	lol $=-59	lol _ $=-45	look=7	looking=41	looking _ a=-37	looking _ buy=13	looking _ get=6	looking _ my=-26	looking _ ◆=15	looking _ ◇=49
looking for=8	looking for a=-37	looking for my=-23	looking for ◆=15	looking for ◇=43	looking good=-19	looking to=51	looking to buy=13	looking to get=6	looks=-16	looks _ in=-3	looks _ on=-9	looks good=-9	loud=-42	love=-24	love _ $=-4	love _ ◇=-15	love a=28	love a ◇=28	love it=-4
love it $=-4	love the=-9	love the ◇=-9	love this=-3	love this ◇=-3	loved=-14	loved the=-14	loves=-40	loves _ $=-7	loves _ ◇=-32	loves the=-9	loves the ◇=-9	luck=-3	m=14	made=-14	made me=-3	make=-11	make me=-11	mall=-7	mall $=-7
many=-31	many _ $=-31	many ◇=-31	many ◇ $=-31	me=13	me $=-28	me _ $=8	me _ a=26	me _ link=12	me _ ◇=35	me a=-13	me a ◇=30	me choose=29	me pick=17	me pick a=17	me too=-12	me too $=-12	me your=-10	me ◇=39	me ◇ $=28
melted=-4	mine=4	money=-22	month=-12	month $=-12	more=-95	more _ $=-11	more ◇=-70	more ◇ $=-10	morning=-7	movie=-12	movie night=22	much=-11	music=-7	my=-70	my _ $=-108	my _ ?=-16	my _ at=28	my _ back=-31	my _ bought=-13
my _ broke=12	my _ died=31	my _ for=16	my _ got=-22	my _ has=-44	my _ hates=-29	my _ is=20	my _ lol=-11	my _ loves=-25	my _ needs=69	my _ ran=39	my _ right=-5	my _ room=10	my _ stole=-4	my _ today=-12	my _ wants=4	my _ wears=-8	my _ ◆=22	my _ ◇=10	my cat=-11
my desk=58	my desk $=10	my eyes=-38	my eyes $=-38	my grandpa=33	my grandpa $=33	my hair=21	my hair is=21	my life=-10	my life $=-6	my living=10	my living room=10	my money=-20	my old=28	my old ◇=28	my phone=26	my sister=-4	my skin=14	my ◆=-29	my ◆ $=19
my ◆ bought=-13	my ◆ hates=-29	my ◆ loves=-21	my ◆ needs=71	my ◆ wants=4	my ◆ wears=-8	my ◆ ◇=-19	my ◇=-182	my ◇ $=-109	my ◇ back=-12	my ◇ broke=12	my ◇ died=31	my ◇ is=-6	my ◇ ran=39	my ◇ right=-5	my ◇ today=-9	need=119	need _ $=58	need _ a=10	need _ find=-26
need _ for=21	need _ good=3	need _ new=46	need _ wash=-10	need _ ◇=60	need a=55	need a good=3	need a new=46	need a ◇=15	need new=19	need new ◇=19	need of=10	need of a=10	need something=13	need something for=7	need to=-81	need to find=-26	need to wash=-10	need ◇=75	need ◇ $=27
need ◇ for=14	needs=-56	needs _ ◇=-30	needs a=-51	needs a ◇=-20	needs to=-5	needs ◇=10	never=-46	never _ ◇=-38	never buy=-16	new=53	new _ $=38	new _ any=10	new _ for=-33	new _ my=23	new ◇=72	new ◇ $=17	new ◇ any=10	new ◇ my=23	news=-23
next=-23	next _ $=-23	nice=45	nice _ $=-28	nice _ my=20	nice ◇=9	nice ◇ $=-34	night=30	night $=42	no=-31	no $=-4	no _ needs=-27	no _ ◇=-22	no more=-22	no more ◇=-22	no one=-27	no one needs=-27	no sugar=79	no ◇=-52	nobody=-28
nobody _ ◇=-28	not=-36	not _ ◇=-12	now=-16	now $=-11	of=40	of _ $=6	of _ ◇=38	of a=34	of a ◇=30	of my=-6	of ◇=-23	ok=-6	old=16	old _ $=31	old ◇=10	omg=-9	omg $=-6	on=7	on _ $=-21
on _ ◇=-10	on my=8	on the=-7	on the ◇=-7	on while=53	on you=-12	on you $=-12	one=131	one $=123	one ?=25	one ? $=25	one _ $=6	one _ best=25	one _ you=-3	one is=26	one is best=25	one needs=-27	one person=-6	ones=55	only=-87
order=34	order _ ◇=-8	order a=-8	order a ◇=-8	ordered=-29	ordered _ ◇=-11	out=29	out $=6	out _ a=3	out got=23	over=-16	own=-8	people=3	people $=4	person=-7	phone=26	phone _ dying=18	pick=24	pick _ ◇=17	pick a=17
pick a ◇=17	please=148	please $=121	portable=31	ports=5	price=-15	ran=11	ran _ got=23	ran out=34	ran out got=23	real=-23	real $=-8	recommend=105	recommend ?=21	recommend ? $=21	recommend _ $=53	recommend _ a=-9	recommend _ for=10	recommend _ ◆=10	recommend _ ◇=23
recommend a=43	recommend a ◇=31	recommend for=17	recommend for a=5	recommend for ◆=10	recommend me=-14	recommend me a=-14	recommend the=-16	recommend the ◇=-16	recommend this=-9	recommend this ◇=-9	recommend ◇=40	recommend ◇ $=32	recommend ◇ for=8	recommendation=130	recommendation _ $=34	recommendation for=33	recommendations=101	red=-9	red $=-5
refuses=-40	refuses to=-40	remember=-32	remember _ ◇=-14	remember the=-24	return=-43	return _ ◇=-43	return the=-28	return the ◇=-28	returning=-4	returning _ ◇=-4	rice=-9	right=-8	right _ $=-8	right now=-8	right now $=-8	room=10	room $=10	said=-7	said _ $=-4
same=-32	same _ $=-14	same _ as=-14	same _ at=-5	same ◇=-32	same ◇ $=-14	same ◇ as=-14	same ◇ at=-5	saved=-5	saw=-12	saw _ ◇=-9	saw the=-6	say=-51	say _ ◇=-9	say the=-9	say the ◇=-9	searching=23	searching for=23	season=-29	see=-8
see _ ◇=-7	see the=-3	sell=87	sell _ $=16	sell _ ?=46	sell _ ◇=11	sell ◇=77	sell ◇ $=16	sell ◇ ?=46	selling=26	selling _ $=-30	selling ◇=23	send=12	send me=12	she=-17	she _ the=-9	shop=72	shopping=29	shopping _ a=15	shopping for=29
shopping for a=15	should=6	should _ buy=15	should _ get=32	should i=71	should i buy=15	should i get=32	show=73	show _ a=16	show _ your=-10	show _ ◇=39	show me=41	show me your=-10	show me ◇=39	show us=16	show us a=16	sister=-4	skin=56	skin $=24	skin _ $=25
skin _ ◆=21	slip=20	slip $=20	small=21	small _ $=7	small _ for=15	small ◇=14	small ◇ for=14	smells=-26	smells $=-7	smells like=-17	smoothies $=4	so=-41	so _ today=-10	some=133	some _ $=35	some ◇=68	some ◇ $=-7	someone=-14	someone _ my=-9
something=211	something _ $=93	something _ for=38	something _ my=42	something _ ◇=23	something for=19	something for my=7	something for ◇=10	something to=39	something warm=30	something warm for=30	something ◇=42	song=-5	song _ this=-5	song is=-5	song is this=-5	still=-28	stock=-8	stole=-38	stole _ ◇=-14
stole my=-38	stole my ◇=-14	stop=-66	stop _ the=-11	stop _ ◇=-47	stopped=-17	stove=4	stove $=4	strawberries=18	strawberries $=18	sugar=79	suggest=113	suggest $=16	suggest _ for=22	suggest _ ◇=35	suggest a=64	suggest a ◇=34	suggestions=48	suggestions $=38	suggestions _ a=6
suggestions for=10	suggestions for a=6	summer=12	summer $=12	table=-4	table $=-4	talk=-28	talk about=-28	teacher=31	teacher $=31	team=-62	teeth=-14	teeth $=-14	than=-15	than the=-10	thank=-39	thanks=-32	thanks _ the=-27	that=-28	that _ $=-82
that _ in=48	that _ looks=-9	that _ slip=20	that _ too=17	that _ was=-4	that _ ◇=-53	that a=-47	that a ◇=-47	that dont=20	that dont slip=20	that isnt=17	that isnt too=17	that works=-15	that ◇=-105	that ◇ $=-78	that ◇ looks=-9	thats=39	thats _ $=39	the=-168	the _ $=-66
the _ ?=5	the _ and=-18	the _ broke=-3	the _ for=4	the _ i=24	the _ in=-5	the _ is=-16	the _ on=-8	the _ one=-8	the _ set=8	the _ the=-47	the _ to=-11	the _ too=-11	the _ works=-4	the _ ◇=-20	the beach=4	the best=30	the best ◇=39	the hosts=-9	the kitchen=51
the looks=-6	the mall=-7	the mall $=-7	the music=-7	the next=-23	the old=-19	the same=-21	the same ◇=-21	the ◆=-7	the ◆ $=-4	the ◇=-190	the ◇ $=-59	the ◇ and=-13	the ◇ broke=-3	the ◇ i=24	the ◇ in=-5	the ◇ is=-15	the ◇ on=-8	the ◇ set=8	the ◇ to=-11
the ◇ too=-11	the ◇ works=-4	there=91	there _ ◇=39	there a=47	there a ◇=19	there any=30	there any ◇=20	there something=15	these=-44	these _ $=-44	these ◇=-44	these ◇ $=-44	they=-17	they _ ◇=-8	they sell=-7	think=-17	think the=-11	thinking=43	thinking _ buying=17
thinking _ getting=25	thinking about=10	thinking of=33	this=-162	this _ $=-65	this _ is=-62	this _ to=-9	this for=-5	this ◇=-159	this ◇ $=-62	this ◇ is=-40	this ◇ to=-9	thought=-5	time=-45	time $=-25	time is=-5	tips=-8	tired=-4	to=45	to _ $=41
to _ ?=22	to _ my=27	to _ the=-60	to _ with=49	to _ ◆=-13	to _ ◇=-43	to buy=64	to buy a=-8	to buy ◇=29	to everyone=-11	to everyone $=-9	to find=-14	to find a=13	to find my=-26	to get=46	to get a=7	to my=-27	to my ◆=-22	to order=34	to order a=-8
to return=-28	to return the=-14	to see=-7	to the=-15	to the ◇=-11	to wash=-10	to wash my=-10	to ◇=40	today=-27	today $=-18	tonight=-15	tonight $=-6	too=-63	too $=-12	too _ $=13	too _ for=-40	too bright=17	too bright $=17	trip=-7	trip $=-7
try=16	trying=13	trying _ find=13	trying to=13	trying to find=13	turn=-22	u=27	u _ ◇=25	u sell=25	u sell ◇=25	under=-15	under 0=34	under 0 for=20	under _ $=-11	under _ for=20	under the=-24	up=46	us=10	us a=15	use=37
use _ ◇=8	use a=29	use the=-18	use the ◇=-11	use ◇=-24	used=-3	used _ ◇=-3	uses=-11	uses _ ◇=-11	uses the=-11	uses the ◇=-11	using=-48	using _ ◇=-22	wait=-16	waiting=-30	waiting _ my=-30	waiting for=-30	waiting for my=-30	wanna=60	wanna _ a=54
wanna get=20	want=177	want _ $=47	want _ buy=56	want _ for=9	want _ ◇=36	want a=84	want a ◇=31	want my=-27	want one=39	want one $=39	want some=12	want some ◇=12	want to=60	want to buy=56	want ◇=10	want ◇ $=8	wants=-29	wants his=-14	wants his ◇=-14
warm=34	warm _ $=18	warm _ for=3	warm for=16	warm ◇=21	warm ◇ $=18	warm ◇ for=3	was=-101	was _ $=-11	was _ for=-31	was _ to=-26	was going=-26	was going to=-26	was looking=-31	was looking for=-31	wash=-37	wash $=-18	wash _ ◇=-19	wash my=-10	wash my ◇=-10
watching=-47	watching $=-17	watching _ $=37	watching ◇=30	we=-24	we _ ◇=-4	we have=-8	we need=-4	wearing=-44	wearing _ ◇=-36	wearing a=-35	wearing a ◇=-35	wears=-13	wears _ ◇=-6	wears the=-6	wears the ◇=-6	weather=-4	week=-53	week $=-53	what=97
what _ do=9	what _ i=34	what _ is=21	what _ of=14	what _ should=35	what _ to=-9	what _ you=49	what _ ◇=-48	what a=-140	what about=42	what can=23	what do=20	what do you=20	what happened=-9	what happened to=-9	what is=-31	what kind=14	what kind of=14	what should=20	what should i=21
what would=29	what would you=21	what ◇=104	what ◇ do=9	what ◇ is=31	what ◇ should=35	whats=31	whats _ best=70	whats _ good=15	whats a=39	whats a good=15	whats the=39	whats the best=39	where=80	where _ i=76	where _ my=-14	where can=16	where can i=16	where did=-10	where is=30
wheres=46	wheres _ ◇=46	wheres the=46	wheres the ◇=46	which=127	which _ $=19	which _ are=-5	which _ do=-11	which _ is=17	which _ should=14	which _ would=36	which one=47	which one $=19	which one is=26	which ◇=148	which ◇ is=40	which ◇ should=14	which ◇ would=36	while=26	while _ ◇=53
while watching=17	white=-25	who=-20	who _ a=-24	who _ ◇=-8	who buys=-20	who buys ◇=-20	who else=-18	who needs=-24	who needs a=-24	why=-88	will=-4	wish=-22	wish _ had=-21	wish i=-21	wish i had=-21	with=41	with $=56	with _ $=8	with _ ◇=-68
with a=-7	with a ◇=7	with my=-11	with my ◇=-11	with that=-15	with that ◇=-15	with the=-43	with the ◇=-27	with ◇=32	without=9	working=17	working _ $=17	works=-26	works $=-41	works _ $=-14	works _ ◆=29	works fine=-5	works fine $=-5	would=80	would _ good=15
would _ recommend=-10	would _ the=-10	would be=15	would be good=15	would like=55	would recommend=-5	would you=23	would you recommend=12	wow=-6	year=-29	year $=-36	years=-31	years $=-31	yesterday=-19	yesterday $=-19	you=-21	you $=-13	you _ $=-15	you _ ?=6	you _ a=-20
you _ any=-23	you _ anything=4	you _ for=27	you _ need=-35	you _ one=18	you _ something=-11	you _ the=-52	you _ ◇=95	you all=-35	you all need=-35	you carry=18	you carry ◇=18	you get=10	you got=33	you got ◇=40	you guys=60	you have=75	you have $=35	you have any=-36	you have one=18
you have ◇=4	you recommend=55	you recommend ?=3	you recommend a=25	you recommend for=15	you recommend ◇=5	you remember=-24	you remember the=-24	you sell=21	you sell ◇=9	you should=-63	you show=43	you show me=20	you suggest=32	you suggest a=18	you wearing=-32	your=-35	your _ $=-23	your _ ?=-30	your _ is=-3
your _ ◇=42	your best=42	your best ◇=42	your ◇=-64	your ◇ ?=-30	yourself=-28	yourself $=-28	◆=177	◆ $=130	◆ 0=7	◆ ?=27	◆ ? $=27	◆ _ $=57	◆ _ 0=19	◆ _ a=42	◆ _ advice=5	◆ _ his=-20	◆ _ my=-15	◆ _ the=-43	◆ _ to=-44
◆ _ ◆=59	◆ _ ◇=-84	◆ _ 个=29	◆ _ 了=-36	◆ _ 什=70	◆ _ 冷=18	◆ _ 到=-12	◆ _ 吃=-15	◆ _ 哪=32	◆ _ 啥=27	◆ _ 喜=-18	◆ _ 套=26	◆ _ 小=14	◆ _ 得=15	◆ _ 想=-8	◆ _ 我=-17	◆ _ 推=20	◆ _ 水=5	◆ _ 点=-55	◆ _ 爱=-60
◆ _ 用=-27	◆ _ 的=23	◆ _ 能=10	◆ _ 荐=-5	◆ _ 选=3	◆ _ 都=-21	◆ a=9	◆ a ◇=9	◆ any=6	◆ any advice=5	◆ bought=-13	◆ for=90	◆ for a=24	◆ for ◆=26	◆ hates=-29	◆ ideas=39	◆ ideas for=39	◆ in=13	◆ last=-62	◆ loves=-28
◆ loves the=-8	◆ needs=71	◆ refuses=-40	◆ refuses to=-40	◆ skin=42	◆ skin $=24	◆ stole=-28	◆ stole my=-28	◆ under=19	◆ under 0=19	◆ wants=4	◆ wears=-8	◆ ◆=53	◆ ◇=-25	◆ ◇ $=-8	◆ ◇ for=6	◆ ◇ ◇=25	◆ ◇ 推=8	◆ ◇ 选=3	◆ 一=-3
◆ 上=6	◆ 不=4	◆ 不 想=-8	◆ 买=21	◆ 买 ◇=14	◆ 买 个=4	◆ 买 了=-9	◆ 买 套=14	◆ 了=-19	◆ 了 $=-7	◆ 偷=-25	◆ 吃=45	◆ 吃 $=10	◆ 吃 什=37	◆ 喝=6	◆ 喝 水=5	◆ 嫌=-15	◆ 嫌 ◇=-15	◆ 就=-38	◆ 带=15
◆ 很=-7	◆ 很 喜=-7	◆ 得=12	◆ 怕=23	◆ 想=11	◆ 把=-5	◆ 把 ◇=-5	◆ 挑=18	◆ 挑 个=17	◆ 推=-5	◆ 推 荐=-5	◆ 收=-12	◆ 收 到=-12	◆ 爱=15	◆ 用=27	◆ 用 $=-10	◆ 用 哪=7	◆ 用 的=22	◆ 的=26	◆ 的 $=10
◆ 的 ◆=4	◆ 的 ◇=-14	◆ 穿=16	◆ 穿 的=5	◆ 能=17	◆ 能 用=15	◆ 被=-3	◆ 说=-19	◆ 说 ◇=-12	◆ 送=24	◆ 送 了=-18	◆ 送 什=18	◆ 选=5	◆ 都=-15	◇=268	◇ $=159	◇ 0=9	◇ ?=-50	◇ ? $=-50	◇ _ $=54
◇ _ 0=30	◇ _ ?=54	◇ _ after=-34	◇ _ again=-17	◇ _ all=-6	◇ _ any=81	◇ _ are=-12	◇ _ best=35	◇ _ can=13	◇ _ day=-17	◇ _ do=17	◇ _ dont=18	◇ _ everyone=-11	◇ _ for=69	◇ _ good=32	◇ _ got=-35	◇ _ greasy=14	◇ _ great=-6	◇ _ have=23	◇ _ here=-102
◇ _ home=-37	◇ _ hot=-3	◇ _ i=67	◇ _ in=-41	◇ _ is=-9	◇ _ isnt=17	◇ _ it=-21	◇ _ lasts=10	◇ _ like=-19	◇ _ me=-64	◇ _ much=-11	◇ _ my=-40	◇ _ need=53	◇ _ nice=6	◇ _ now=-8	◇ _ one=58	◇ _ out=10	◇ _ please=55	◇ _ red=-4	◇ _ skin=12
◇ _ smoothies=5	◇ _ so=-9	◇ _ that=19	◇ _ the=34	◇ _ time=-9	◇ _ to=31	◇ _ too=-39	◇ _ under=-27	◇ _ watching=-14	◇ _ while=53	◇ _ with=-42	◇ _ working=17	◇ _ works=-22	◇ _ year=-5	◇ _ years=-31	◇ _ you=16	◇ _ your=-11	◇ _ ◆=-5	◇ _ ◇=-6	◇ _ 一=56
◇ _ 不=-45	◇ _ 东=21	◇ _ 个=45	◇ _ 举=-23	◇ _ 久=-4	◇ _ 么=66	◇ _ 买=9	◇ _ 了=-33	◇ _ 人=-49	◇ _ 什=4	◇ _ 以=-39	◇ _ 价=-14	◇ _ 你=-20	◇ _ 便=30	◇ _ 几=41	◇ _ 到=-15	◇ _ 包=4	◇ _ 卖=7	◇ _ 合=6	◇ _ 同=-6
◇ _ 后=-10	◇ _ 吗=42	◇ _ 哈=-41	◇ _ 哪=50	◇ _ 啥=11	◇ _ 在=-4	◇ _ 坏=-4	◇ _ 多=37	◇ _ 大=5	◇ _ 天=-18	◇ _ 好=-43	◇ _ 姐=-8	◇ _ 子=-6	◇ _ 安=24	◇ _ 完=-35	◇ _ 家=-7	◇ _ 小=20	◇ _ 年=-4	◇ _ 很=-15	◇ _ 得=-24
◇ _ 心=-5	◇ _ 想=-6	◇ _ 成=-18	◇ _ 我=30	◇ _ 手=-33	◇ _ 接=57	◇ _ 推=64	◇ _ 断=7	◇ _ 时=-11	◇ _ 是=-27	◇ _ 显=-27	◇ _ 有=-17	◇ _ 来=24	◇ _ 款=-15	◇ _ 水=-9	◇ _ 没=22	◇ _ 游=-38	◇ _ 点=-71	◇ _ 用=12	◇ _ 直=-8
◇ _ 看=-40	◇ _ 真=-6	◇ _ 着=-31	◇ _ 睡=28	◇ _ 码=15	◇ _ 碎=-30	◇ _ 穿=9	◇ _ 给=-10	◇ _ 色=-14	◇ _ 荐=115	◇ _ 行=-10	◇ _ 要=-20	◇ _ 讲=-8	◇ _ 货=8	◇ _ 道=-14	◇ _ 都=-26	◇ _ 配=-12	◇ _ 静=-11	◇ _ 香=-26	◇ again=-23
◇ again $=-23	◇ already=-18	◇ already $=-18	◇ and=-65	◇ any=61	◇ are=-33	◇ are so=-7	◇ arrived=-20	◇ arrived with=-14	◇ as=-14	◇ asap=21	◇ at=-68	◇ at home=-45	◇ at the=-12	◇ available=22	◇ back=-25	◇ back $=-25	◇ bottle=-17	◇ bottle is=-9	◇ broke $=-11
◇ burned=-14	◇ burned my=-3	◇ but=-5	◇ but it=-17	◇ came=-14	◇ died=17	◇ died any=59	◇ do=24	◇ do you=17	◇ es=14	◇ every=-10	◇ every day=-10	◇ everywhere=-8	◇ fell=-12	◇ for=192	◇ for 0=4	◇ for a=17	◇ for greasy=12	◇ for my=63	◇ for smoothies=5
◇ for the=44	◇ for years=-31	◇ for ◆=25	◇ from=-44	◇ from my=-40	◇ got=6	◇ here=69	◇ here $=36	◇ here ?=11	◇ host=-55	◇ host $=-55	◇ i=5	◇ i can=9	◇ in the=29	◇ is=-38	◇ is best=35	◇ is good=35	◇ is too=-25	◇ last=-18	◇ last year=-5
◇ lol=-55	◇ lol $=-35	◇ looks=-9	◇ made=-14	◇ made me=-3	◇ make=-11	◇ make me=-11	◇ melted=-4	◇ my=65	◇ of=-51	◇ on=35	◇ on while=53	◇ please=71	◇ please $=71	◇ ran=24	◇ ran out=24	◇ recommendation=112	◇ recommendations=100	◇ right=-8	◇ right now=-8
◇ saved=-5	◇ should=49	◇ should i=49	◇ smells=-26	◇ smells like=-17	◇ still=-17	◇ stopped=-17	◇ that=118	◇ that dont=20	◇ that isnt=17	◇ that works=-15	◇ thats=39	◇ to=16	◇ to everyone=-11	◇ to my=-27	◇ today=-8	◇ too=-11	◇ under=-8	◇ was=-19	◇ what=15
◇ what do=15	◇ which=57	◇ which one=53	◇ with=13	◇ works=9	◇ would=44	◇ you=34	◇ yourself=-28	◇ yourself $=-28	◇ ◆=74	◇ ◆ skin=5	◇ ◆ 不=21	◇ ◆ 用=4	◇ ◇=116	◇ ◇ $=32	◇ ◇ 有=5	◇ ◇ 的=-16	◇ 一=-59	◇ 上=17	◇ 不=37
◇ 不 $=67	◇ 不 好=-8	◇ 不 是=-13	◇ 买=44	◇ 买 哪=35	◇ 了=-40	◇ 了 $=-28	◇ 了 讲=-8	◇ 但=-26	◇ 借=-6	◇ 借 给=-6	◇ 全=-18	◇ 到=-3	◇ 卖=10	◇ 卖 吗=7	◇ 卖 得=-11	◇ 又=-29	◇ 可=-39	◇ 可 以=-39	◇ 吗=50
◇ 吗 $=-19	◇ 吗 我=63	◇ 呗=36	◇ 呢=10	◇ 呢 $=10	◇ 味=-14	◇ 味 道=-14	◇ 咬=-15	◇ 哈=-11	◇ 哈 哈=-11	◇ 哪=64	◇ 哪 个=39	◇ 哪 款=19	◇ 啊=-9	◇ 啊 $=13	◇ 在=-34	◇ 坏=8	◇ 坏 了=8	◇ 太=3	◇ 她=-28
◇ 她 天=-11	◇ 好=-15	◇ 好 $=52	◇ 好 看=-7	◇ 子=26	◇ 就=-24	◇ 已=-5	◇ 开=-5	◇ 开 心=-5	◇ 快=22	◇ 怎=69	◇ 怎 么=69	◇ 想=56	◇ 想 买=13	◇ 想 要=36	◇ 我=-84	◇ 我 买=-4	◇ 我 同=-6	◇ 我 推=-17	◇ 我 有=-31
◇ 戴=-4	◇ 才=-11	◇ 打=-8	◇ 挺=-20	◇ 挺 好=-20	◇ 换=-6	◇ 换 了=-6	◇ 掉=-18	◇ 掉 色=-13	◇ 推=126	◇ 推 荐=115	◇ 摔=-31	◇ 擦=18	◇ 放=17	◇ 放 ◆=-10	◇ 敷=-15	◇ 是=-61	◇ 有=129	◇ 有 什=7	◇ 有 吗=32
◇ 有 哪=3	◇ 有 啥=14	◇ 有 好=17	◇ 有 推=27	◇ 有 没=41	◇ 有 点=-71	◇ 来=40	◇ 来 一=40	◇ 比=-36	◇ 求=72	◇ 求 一=4	◇ 求 推=33	◇ 没=63	◇ 没 $=71	◇ 没 有=-33	◇ 没 用=-4	◇ 泡=-27	◇ 洗=-33	◇ 涂=-13	◇ 漏=-9
◇ 漏 水=-9	◇ 用=39	◇ 用 了=-13	◇ 用 到=-7	◇ 用 完=19	◇ 用 着=-7	◇ 的=-68	◇ 的 $=-62	◇ 的 ◇=18	◇ 的 东=21	◇ 的 举=-23	◇ 的 人=-41	◇ 的 姐=-8	◇ 的 时=-11	◇ 的 看=-21	◇ 盖=-21	◇ 看=-11	◇ 看 直=-8	◇ 真=-95	◇ 真 好=-31
◇ 真 的=-25	◇ 睡=6	◇ 睡 得=16	◇ 碎=-9	◇ 碎 了=-9	◇ 空=-13	◇ 穿=-15	◇ 穿 0=-15	◇ 给=28	◇ 给 ◆=15	◇ 能=13	◇ 被=-22	◇ 被 ◆=-19	◇ 要=41	◇ 说=-7	◇ 起=-11	◇ 起 静=-11	◇ 还=-16	◇ 还 没=-16	◇ 这=-17
◇ 这 么=-17	◇ 送=-11	◇ 送 ◆=-4	◇ 适=6	◇ 适 合=6	◇ 选=33	◇ 选 哪=33	◇ 都=9	◇ 里=-27	◇ 链=57	◇ 链 接=57	◇ 降=-13	◇ 降 价=-13	◇ 颜=-23	◇ 颜 色=-23	一=110	一 _ $=42	一 _ ◆=7	一 _ ◇=38	一 _ 一=-23
一 _ 不=7	一 _ 买=14	一 _ 人=14	一 _ 呗=10	一 _ 就=4	一 _ 的=15	一 _ 般=-8	一 下=66	一 下 $=16	一 下 ◇=45	一 个=61	一 个 $=49	一 个 ◇=-26	一 双=6	一 样=-19	一 样 $=-19	一 次=-9	一 款=23	一 款 ◇=13	一 款 不=7
一 点=23	一 点 的=23	一 般=-31	一 般 $=-23	一 般 般=-8	丈=12	三=15	上=41	上 _ $=-11	上 _ ◇=10	上 _ 买=-26	上 _ 什=-14	上 _ 用=16	上 _ 的=7	上 ◆=13	上 ◇=37	上 吃=-18	上 好=-4	上 学=8	上 学 用=8
上 次=-20	上 次 买=-13	上 飞=8	上 飞 机=8	下=56	下 $=36	下 _ $=13	下 _ 个=-9	下 _ 了=-4	下 ◇=45	下 单=-27	下 雨=-3	不=-65	不 $=148	不 _ $=-45	不 _ ◇=-28	不 _ 买=-38	不 _ 了=-11	不 _ 做=11	不 _ 吗=-20
不 _ 我=-10	不 _ 推=12	不 _ 服=20	不 _ 欢=-10	不 _ 用=-13	不 _ 的=37	不 _ 给=-9	不 _ 荐=-43	不 _ 要=-41	不 _ 道=14	不 上=-17	不 买=-41	不 买 ◇=-31	不 买 了=-10	不 住=-8	不 卖=42	不 卖 ◇=42	不 喜=-10	不 喜 欢=-10	不 好=12
不 干=11	不 开=-8	不 想=-64	不 推=-43	不 推 荐=-43	不 是=-53	不 用=-49	不 用 ◇=-17	不 知=14	不 知 道=14	不 粘=20	不 粘 的=20	不 累=6	不 能=40	不 舒=20	不 舒 服=20	不 行=8	不 要=-9	不 让=-10	不 让 我=-10
不 起=-23	不 起 $=-23	不 过=-4	不 错=-9	不 错 $=-7	东=28	东 _ $=16	东 西=31	东 西 $=16	丢=-4	丢 _ $=-4	丢 了=-4	丢 了 $=-4	两=-14	两 _ $=-10	两 _ 人=29	两 个=9	两 个 人=29	个=189	个 $=39
个 _ $=48	个 _ ◆=48	个 _ ◇=-11	个 _ 上=18	个 _ 吃=29	个 _ 好=13	个 _ 子=4	个 _ 宜=6	个 _ 就=-20	个 _ 我=-9	个 _ 推=16	个 _ 播=-7	个 _ 放=11	个 _ 用=44	个 _ 的=8	个 _ 荐=-17	个 _ 都=-16	个 ◆=-4	个 ◇=33	个 ◇ $=11
个 ◇ ◆=40	个 ◇ 上=18	个 ◇ 好=14	个 ◇ 我=-9	个 ◇ 放=11	个 ◇ 的=-26	个 人=50	个 人 吃=29	个 便=6	个 便 宜=6	个 好 $=31	个 好 用=21	个 推=-17	个 推 荐=-17	个 新=27	个 月=-20	个 月 就=-20	个 能=5	中=-41	为=-14
为 _ 么=-7	为 什=-7	为 什 么=-7	主 _ 好=-5	主 _ 有=4	主 _ 的=-27	主 播 好=-5	主 播 有=4	主 播 的=-27	举=-23	举 _ $=-23	举 手=-23	举 手 $=-23	久=-6	久 了=-4	么=111	么 $=53	么 _ $=-8	么 _ ◇=17	么 _ 候=-14
么 _ 好=68	么 _ 字=-7	么 _ 用=-11	么 _ 的=30	么 _ 适=20	么 ◇=4	么 ◇ $=-55	么 ◇ 好=39	么 不=-20	么 办=-12	么 办 $=-12	么 合=20	么 合 适=20	么 名=-7	么 名 字=-7	么 好=-21	么 时=-14	么 时 候=-14	么 老=-52	乐=-4
也=-81	也 _ ◇=-59	也 买=-3	也 有=-65	也 有 $=-7	也 有 ◇=-57	也 行=4	也 行 $=4	买=42	买 $=30	买 0=31	买 0 个=4	买 _ $=-42	买 _ ◇=-5	买 _ 一=-10	买 _ 个=83	买 _ 么=41	买 _ 了=-24	买 _ 但=-12	买 _ 啊=-12
买 _ 款=10	买 _ 的=-74	买 _ 起=-22	买 _ 送=-8	买 _ 选=6	买 ◇=-75	买 ◇ $=-28	买 ◇ 了=-8	买 ◇ 的=-74	买 ◇ 选=6	买 不=-34	买 不 起=-22	买 个=33	买 个 ◇=10	买 了=-73	买 了 $=-11	买 了 ◇=-22	买 了 一=-10	买 什=41	买 什 么=41
买 双=24	买 双 ◇=24	买 哪=75	买 哪 个=52	买 哪 款=10	买 多=14	买 套=14	买 房=-29	买 条=23	买 条 ◇=23	买 点=30	买 点 ◇=15	买 的=-84	买 的 ◇=-77	买 过=-13	买 那=-31	买 那 个=-21	了=-236	了 $=-181	了 0=-31
了 _ $=-81	了 _ 0=36	了 _ ◇=-27	了 _ 不=-5	了 _ 个=-39	了 _ 买=64	了 _ 了=-3	了 _ 周=-10	了 _ 啥=20	了 _ 天=-9	了 _ 好=-5	了 _ 家=-11	了 _ 很=-3	了 _ 换=18	了 _ 推=22	了 _ 没=3	了 _ 点=44	了 _ 疼=-6	了 _ 的=-7	了 _ 能=-14
了 ◆=-4	了 ◇=-63	了 ◇ $=-32	了 一=-29	了 一 个=-10	了 不=-11	了 两=-31	了 两 个=-21	了 个=-19	了 你=-11	了 你 家=-11	了 半=-5	了 吃=32	了 吗=-5	了 吗 $=-5	了 她=-4	了 就=-16	了 想=58	了 想 买=26	了 想 换=18
了 我=-22	了 我 ◇=-14	了 我 的=-7	了 有=73	了 有 啥=20	了 来=41	了 求=22	了 求 推=22	了 睡=-3	了 讲=-8	了 还=-10	了 都=-16	事=-20	事 了=-4	于=-7	些=34	些 $=33	亮=9	亮 $=-8	人=-128
人 $=9	人 _ ◇=-13	人 _ 多=-22	人 _ 饭=29	人 买=-15	人 吃=29	人 吃 饭=29	人 吗=-5	人 吗 $=-5	人 呢=-9	人 呢 $=-9	人 在=-30	人 多=9	人 好=-22	人 好 多=-22	人 用=-6	人 的=-56	什=122	什 _ $=14	什 _ ◇=4
什 _ 合=20	什 _ 名=-7	什 _ 好=-4	什 _ 时=-14	什 么=122	什 么 $=14	什 么 ◇=4	什 么 合=20	什 么 名=-7	什 么 好=-4	什 么 时=-14	今=-9	今 天=-9	介=21	介 绍=21	他=19	他 $=12	以=-18	以 $=-7	以 _ $=3
以 内=16	们=11	们 家=14	们 有=19	们 有 ◇=15	件=17	件 _ $=18	价=4	价 _ ◇=8	价 的=8	价 的 ◇=8	份=21	休=-12	会=-20	但=-28	但 _ 没=-12	但 是=-12	但 是 没=-12	住=-8	你=-60
你 $=-6	你 _ $=-19	你 _ ◇=-32	你 _ 么=-20	你 _ 卖=49	你 _ 家=16	你 _ 有=46	你 _ 的=-51	你 _ 荐=-16	你 们=10	你 们 家=16	你 们 有=12	你 家=28	你 家 ◇=-15	你 家 有=34	你 怎=-20	你 怎 么=-20	你 推=-16	你 推 荐=-16	你 是=-9
侄=28	便=71	便 _ 好=6	便 _ 点=13	便 _ 的=19	便 宜=39	便 宜 好=6	便 宜 点=13	便 宜 的=19	保=5	保 _ 的=13	保 暖=6	保 暖 的=13	候=-19	候 _ $=13	借=-6	借 给=-6	假=-4	假 的=-4	停=-11
偷=-27	像=-103	儿=-28	儿 _ $=-28	儿 园=16	充=24	充 _ 的=19	充 电=18	充 电 的=18	光=-26	党=40	党 求=16	入=87	入 _ $=39	入 _ ◇=29	入 ◇=39	入 ◇ $=39	入 个=29	入 个 ◇=29	全=-36
全 是=-17	公 _ 发=-35	公 司 发=-35	内=32	内 胆=3	内 衣=5	再=-18	再 _ $=-5	再 _ ◇=-33	再 _ 荐=-21	再 买=13	再 买 ◇=-29	再 推=-21	再 推 荐=-21	再 来=-5	再 来 $=-5	冒=-5	写=-3	冬=48	冬 用=23
冲=-12	冲 $=-5	冷=29	准=11	准 备=11	凉=4	减=24	减 肥=24	几=77	几 _ $=33	几 _ 了=10	几 号=-5	几 号 $=-5	出=39	出 _ 了=-4	出 来=-4	出 来 了=-4	出 油=19	出 门=11	分=6
分 _ $=11	分 叉=8	刚=-79	刚 _ $=-31	刚 _ 单=-27	刚 _ 那=-11	刚 下=-27	刚 下 单=-27	刚 刚=-9	刚 好=-31	刚 好 $=-31	刚 才=-8	刚 才 那=-8	利=20	利 $=20	别=-74	别 _ $=-8	别 _ ◇=-20	别 _ 那=-21	别 买=-29
别 买 那=-21	别 再=-16	别 家=-7	别 的=-8	别 的 $=-8	别 讲=-8	别 讲 ◇=-8	到=-99	到 $=-12	到 _ ◆=-11	到 _ 了=-4	到 _ 就=-22	到 ◇=-39	到 ◇ 就=-22	到 了=-6	到 货=-4	到 货 了=-4	刷=18	刷 到=-5	刷 牙=26
前=-35	剪=-6	剪 了=-6	办=-14	办 $=-14	加=11	加 大=14	务=-9	动=-28	包=80	包 $=54	包 _ 多=-11	午=45	午 _ 了=32	午 休=-9	半=-24	半 _ $=-20	单=73	单 _ $=-25	单 _ 吗=37
单 _ 套=24	单 卖=80	单 卖 吗=37	单 被=24	单 被 套=24	卖=148	卖 $=12	卖 _ $=89	卖 _ 不=42	卖 _ 了=-26	卖 _ 卖=42	卖 _ 吗=20	卖 _ 的=13	卖 ◇=58	卖 ◇ $=-11	卖 ◇ 不=42	卖 ◇ 吗=18	卖 ◇ 的=13	卖 不=94	卖 不 $=52
卖 不 卖=42	卖 吗=54	卖 吗 $=50	卖 完=-23	卖 完 了=-23	卖 得=-11	卡=-10	卡 $=-10	卧=24	卧 室=24	厉=12	厉 害=12	厚=60	厚 _ 的=7	厚 ◇=53	厨=48	厨 房=48	去=-26	去 _ 边=8	去 海=8
去 海 边=8	又=-81	又 _ ◇=-4	又 怕=-63	又 是=-4	又 是 ◇=-4	叉=8	友 $=-19	双=64	双 _ $=25	双 ◇=73	双 ◇ $=31	发=29	发 _ 叉=8	发 _ 资=-16	发 一=14	发 分=8	发 分 叉=8	发 工=-16	发 工 资=-16
口=34	口 _ $=19	口 水=-7	叫=-7	叫 _ 么=-7	叫 什=-7	叫 什 么=-7	可=-11	可 _ $=-11	可 以=-32	可 以 $=-7	可 爱=21	可 爱 $=-4	号=-32	号 $=-32	司 发=-35	吃=-22	吃 $=10	吃 _ ◇=-38	吃 _ 么=16
吃 _ 了=-5	吃 _ 怎=-12	吃 ◇=-17	吃 了=-14	吃 什=16	吃 什 么=16	吃 点=44	吃 着=-4	吃 饭=27	合=71	合 _ $=52	合 _ 的=6	合 ◆=13	合 ◆ 的=7	合 当=13	合 送=8	合 适=44	合 适 $=52	同=-58	同 事=-11
名=-14	名 _ $=-11	名 字=-11	名 字 $=-11	后=-81	后 _ $=-5	后 _ 有=-35	后 悔=-16	后 来=-34	后 面=-38	后 面 有=-35	吓=-10	吓 _ 我=-10	吓 死=-10	吓 死 我=-10	吗=158	吗 $=62	吗 ◆=10	吗 我=63	吧=-48
吧 $=-26	听=-60	听 _ ◇=-11	听 说=-12	听 说 ◇=-3	吸=-6	呗=46	呗 $=21	呢=-3	周=-18	周 没=-10	味=-62	味 $=-32	味 _ $=-34	味 道=-51	味 道 $=-34	咋=88	咋 _ $=88	和=-24	和 ◇=-14
咬=-15	咬 _ 了=-12	咱=17	咱 _ 有=17	哈=-44	哈 $=-41	哈 _ $=-41	哈 _ 哈=-11	哈 哈=-41	哈 哈 $=-41	哈 哈 哈=-11	哪=207	哪 _ $=90	哪 _ ◇=72	哪 _ 人=-28	哪 _ 好=81	哪 _ 颜=8	哪 个=118	哪 个 $=40	哪 个 ◇=5
哪 个 好=47	哪 些=34	哪 些 $=33	哪 款=76	哪 款 $=10	哪 款 ◇=50	哪 款 好=17	哪 种=39	哪 种 $=12	哪 种 ◇=18	唱=-11	啊=-11	啊 $=9	啊 ◇=-4	啥=196	啥 $=33	啥 _ $=101	啥 _ 合=21	啥 _ 好=16	啥 ◇=41
啥 ◇ $=33	啥 ◇ 好=16	啥 好=76	啥 好 $=68	啥 适=21	啥 适 合=21	喜=-39	喜 _ $=-26	喜 _ ◇=-18	喜 欢=-39	喜 欢 $=-26	喜 欢 ◇=-18	喝=-14	喝 _ ◇=6	喝 _ 水=-8	喝 _ 的=5	喝 口=-7	喝 口 水=-7	喝 水=5	喝 水 的=5
喝 的=10	喝 的 ◇=6	嗯=-7	嘴=-4	嘴 巴=5	回=-16	回 _ $=-13	回 来=-8	囤=42	囤 _ ◇=19	囤 点=19	囤 点 ◇=19	园=16	在=-82	在 _ ◇=13	在 _ 家=-12	在 _ 肥=-7	在 _ 边=-10	在 _ 里=-14	在 减=-7
在 减 肥=-7	在 哪=-43	在 找=51	在 旁=-7	在 旁 边=-7	在 用=-34	地=-11	地 _ 没=-10	坏=27	坏 $=-10	坏 _ $=-9	坏 了=37	坏 了 $=-9	块=7	块 _ 内=15	块 以=15	块 以 内=15	堆=-53	塌=17	壁=-17
声=-20	声 _ $=-11	声 音=-20	声 音 $=-11	备=11	外=-23	外 婆=-15	多=-57	多 $=-59	多 _ $=-8	多 _ 搓=-6	多 _ 的=37	多 ◇=18	多 了=-19	多 了 $=-5	多 大=37	多 大 的=37	多 少=-8	夜=30	大=32
大 $=-7	大 _ $=18	大 _ 好=37	大 _ 的=11	大 了=-3	大 了 $=-3	大 家=-40	大 的=53	大 的 $=9	大 的 好=37	大 码=26	天=-52	天 $=-3	天 _ $=-11	天 _ ◆=-15	天 _ ◇=-38	天 _ 了=5	天 _ 来=-5	天 _ 的=-8	天 _ 着=-11
天 买=-40	天 买 的=-6	天 再=-4	天 再 来=-4	天 冷=7	天 天=-89	天 用=-13	天 的=-11	天 穿=-4	天 给=-15	天 给 ◆=-15	太=18	太 _ $=16	太 _ 了=10	太 _ 用=6	太 脏=14	头=78	头 _ $=8	头 _ 分=8	头 _ 油=12
头 发=35	头 发 分=8	头 皮=10	套=84	套 _ 暖=13	套 保=13	套 保 暖=13	女=55	她=-41	她 _ 喜=-15	她 _ 天=-11	她 天=-11	她 天 天=-11	好=-56	好 $=221	好 _ $=-90	好 _ 爱=-4	好 _ 的=-72	好 _ 结=-10	好 ◇=-51
好 ◇ $=-15	好 冷=-9	好 几=-20	好 可=-4	好 可 爱=-4	好 听=-39	好 多=-36	好 多 $=-27	好 好=-9	好 玩=-17	好 玩 $=-17	好 用=28	好 用 $=4	好 用 的=30	好 的=53	好 看=-110	好 看 $=-15	好 看 的=-94	好 纠=-10	好 纠 结=-10
好 美=-9	好 美 $=-9	好 闻=11	妆=44	妆 _ $=39	妆 好=39	妆 好 $=39	妹=-42	妹 们=-4	姐=-47	姐 _ 们=-4	姐 妹=-41	姐 妹 们=-4	娃=-10	婆=-8	婆 _ 的=4	婚=21	婚 _ 什=21	婚 送=21	婚 送 什=21
嫌=-15	嫌 ◇=-15	子=70	子 $=20	子 _ $=-3	子 _ ◇=15	子 疼=-10	子 疼 $=-10	子 的=14	子 的 ◇=7	字=-14	字 $=-11	季=17	季 ◇=17	学=11	学 _ $=8	学 用=10	学 用 $=8	孩=-3	孩 子=-8
安=23	完=-35	完 _ $=-24	完 _ 发=-15	完 了=39	完 了 $=-24	完 头 发=-15	完 有=-36	定=-21	定 _ 好=39	定 妆=44	定 妆 好=39	宜=39	宜 _ ◇=7	宜 _ 用=6	宜 _ 的=5	宜 好=6	宜 好 用=6	宜 点=13	宜 点 的=5
宜 的=19	宜 的 ◇=7	宝=25	宝 宝=16	实=13	室=28	室 友=-4	害=12	家=15	家 _ ◇=-36	家 _ 卖=13	家 _ 哪=16	家 _ 我=-8	家 _ 有=-63	家 _ 没=60	家 _ 的=-7	家 _ 看=-9	家 _ 还=-11	家 _ 锅=-9	家 ◇=-22
家 ◇ 我=-7	家 也=-5	家 也 有=-5	家 买=-23	家 买 的=-12	家 有=33	家 有 卖=13	家 猫=-11	家 的=-16	家 的 ◇=-16	家 里=45	家 里 ◇=-42	家 里 没=50	容=34	容 易=33	密=-14	对=-8	小=48	小 $=-6	小 _ $=-8
小 _ 子=16	小 ◇=7	小 时=-13	少=-14	少 了=-5	就=-131	就 _ $=-25	就 _ ◇=-14	就 _ 了=-3	就 好=-6	就 想=-27	就 是=-10	岁=39	岁 宝=10	工=-19	工 资=-19	左=6	差=-11	差 _ $=-8	差 评=-8
差 评 $=-8	己=12	已=-5	已 _ 到=-5	巴=5	师=41	带=39	带 _ 用=22	带 饭=26	带 饭 用=22	帮=-24	帮 _ 看=24	帮 ◆=-61	帮 我=32	常=-23	干=16	干 $=11	平=18	平 _ 的=8	平 价=18
平 价 的=8	年=-100	年 了=-3	幼=16	幼 _ 园=16	幼 儿=16	幼 儿 园=16	床=77	床 _ 被=24	床 单=24	床 单 被=24	底=62	店=11	店 _ 有=11	店 里=11	店 里 有=11	开=-27	开 _ $=-14	开 心=-5	开 心 $=-4
弄=-4	弄 _ 了=-4	强=-41	强 _ 推=-37	强 烈=-37	强 烈 推=-37	当=-9	当 _ 手=13	当 ◆=10	影=-12	很=-46	很 _ $=-19	很 _ 欢=-20	很 _ 用=7	很 喜=-20	很 喜 欢=-20	很 多=-11	很 多 $=-11	很 好=-5	得=-94
得 _ $=-13	得 _ 快=-11	得 好=-8	得 很=-5	得 我=-11	心=-27	心 $=-22	忘=-5	快=-34	快 $=-11	快 _ $=-50	快 没=7	快 点=-21	快 点 $=-21	怎=-34	怎 _ 不=-20	怎 _ 办=-12	怎 _ 老=-52	怎 么=-34	怎 么 不=-20
怎 么 办=-12	怎 么 老=-52	怕=-40	思=-5	思 $=-5	悔=-16	想=266	想 _ $=31	想 _ 0=51	想 _ ◆=12	想 _ ◇=26	想 _ 一=17	想 _ 个=78	想 _ 双=26	想 _ 家=8	想 _ 房=-29	想 _ 条=23	想 _ 点=31	想 _ 看=5	想 买=65
想 买 $=31	想 买 0=30	想 买 ◇=-21	想 买 个=-4	想 买 房=-29	想 买 条=23	想 买 点=12	想 入=33	想 入 ◇=10	想 吃=-10	想 囤=25	想 囤 点=12	想 找=16	想 找 一=6	想 换=78	想 换 一=9	想 换 个=45	想 看=15	想 看 看=5	想 给=77
想 给 ◆=29	想 给 家=8	想 要=43	想 要 0=3	想 要 ◇=8	想 要 个=16	想 起=-34	想 送=16	想 送 ◆=16	意=-11	意 _ $=-5	意 思=-5	意 思 $=-5	感=-38	感 冒=-5	感 觉=-25	戏=-25	戏 $=-18	成=-18	我=-141
我 $=-19	我 _ $=6	我 _ ◆=-23	我 _ ◇=-62	我 _ 一=8	我 _ 下=41	我 _ 个=72	我 _ 也=-31	我 _ 买=34	我 _ 了=-20	我 _ 事=-8	我 _ 嫌=-15	我 _ 开=-3	我 _ 得=-12	我 _ 是=-14	我 _ 有=-48	我 _ 来=-23	我 _ 猫=-11	我 _ 的=-38	我 _ 荐=-23
我 _ 要=-3	我 _ 那=26	我 _ 都=43	我 ◆=-29	我 ◆ $=18	我 ◆ 嫌=-15	我 ◇=-14	我 不=-55	我 不 买=-11	我 也=-20	我 也 有=-35	我 买=-7	我 同=-19	我 同 事=-8	我 家=-25	我 家 也=-5	我 家 猫=-11	我 想=59	我 想 买=9	我 拍=-10
我 拍 了=-10	我 推=-18	我 推 荐=-23	我 是=-8	我 是 来=-8	我 有=-32	我 来=3	我 来 的=-14	我 用=-29	我 用 ◇=-6	我 用 的=-23	我 的=-87	我 的 ◇=-76	我 穿=-12	我 给=-22	我 给 ◆=-14	我 要=101	我 要 买=49	我 要 是=-13	我 要 那=26
我 觉=-10	我 觉 得=-10	戴 _ ◇=-13	戴 ◇=-13	房=29	房 _ 是=-29	房 子=-9	手=-21	手 $=-39	手 _ $=-34	手 _ ◇=7	手 _ 个=-4	手 _ 没=9	手 _ 的=32	手 机=15	手 机 没=9	手 机 的=27	手 的=13	才=-53	才 _ 个=-8
才 那=-8	才 那 个=-8	打=37	打 _ $=-7	打 _ 戏=-25	打 卡=-10	打 卡 $=-10	打 底=64	打 游=-25	打 游 戏=-25	打 算=29	扣=-4	扣 _ $=-4	找=65	找 _ $=30	找 _ 款=6	找 ◇=25	找 ◇ $=30	找 一=6	找 一 款=6
把=-22	把 _ 全=-6	把 ◇=-21	把 ◇ 全=-6	抢=-40	抢 _ $=-24	抢 _ 了=-11	抢 光=-25	抢 到=-14	抢 到 $=-9	护=15	抱=-10	抱 _ ◇=-10	抱 着=-10	抱 着 ◇=-10	拍=-29	拍 _ 两=-10	拍 了=-11	拍 了 两=-10	拿=-12
挂=32	指=14	挑=95	挑 _ ◇=30	挑 个=30	挑 个 ◇=30	挤=-18	挺=-37	挺 _ 看=-5	挺 好=-23	挺 好 看=-5	换=56	换 _ $=-51	换 _ ◇=45	换 _ 个=17	换 _ 新=27	换 ◇=14	换 一=22	换 一 个=17	换 个=46
换 个 ◇=19	换 个 新=27	换 了=-6	换 季=17	换 季 ◇=17	换 支=9	换 支 ◇=9	掉 $=7	掉 _ $=-20	掉 漆=-7	掉 色=-13	接=56	接 $=53	接 _ 一=5	接 发=30	推=93	推 _ $=74	推 _ ◆=10	推 _ ◇=10	推 _ 一=32
推 _ 下=16	推 _ 个=23	推 _ 了=-17	推 _ 吗=23	推 _ 哪=5	推 _ 啥=-9	推 _ 大=-29	推 _ 我=-14	推 _ 没=4	推 _ 的=-45	推 _ 给=-47	推 _ 这=-4	推 荐=51	推 荐 $=74	推 荐 ◆=10	推 荐 ◇=11	推 荐 一=32	推 荐 下=16	推 荐 个=11	推 荐 吗=23
推 荐 哪=5	推 荐 啥=-9	推 荐 大=-29	推 荐 我=-14	推 荐 没=4	推 荐 的=-29	推 荐 给=-47	推 荐 这=-4	搓=-15	搓 _ $=-13	搓 泥=-15	搓 泥 $=-13	搞=17	摔=-32	播=-29	播 $=-11	播 _ ◇=-34	播 _ 的=-12	播 好=-5	播 有=4
播 的=-27	播 的 ◇=-26	播 间=6	擦=42	擦 _ 的=21	擦 手=13	擦 手 的=13	支=-3	支 ◇=9	收=11	收 到=-19	放=35	放 _ ◇=13	放 _ 室=24	放 ◆=-10	放 卧=24	放 卧 室=24	救=49	救 _ $=42	救 星=57
敷=-15	断=-5	断 了=-5	新=48	新 家=19	新 的=6	方=15	方 _ $=-14	方 便=16	旁=-7	旁 边=-7	早=5	早 上=15	时=-21	时 候=-19	明=-17	明 _ 再=-13	明 天=-8	明 天 再=-4	易=33
星=48	昨=-39	昨 _ 买=-6	昨 _ 的=-8	昨 天=-30	昨 天 买=-6	昨 天 的=-8	昨 晚=-8	是=-236	是 _ $=-41	是 _ 么=-19	是 _ 吗=-18	是 _ 是=-9	是 _ 的=-3	是 _ 钱=-16	是 ◇=-46	是 ◇ $=-20	是 ◇ 吗=-18	是 不=-15	是 不 是=-9
是 什=-19	是 什 么=-19	是 你=-39	是 有=-5	是 来=-8	是 没=-13	是 没 钱=-13	是 谁=-7	是 谁 $=-7	显=-32	显 _ $=-32	晃=-6	晚=-13	晚 _ 吃=-29	晚 上=7	晚 上 吃=-18	景=-61	暖=6	暖 的=13	更=-60
最=-4	最 _ ◇=-40	最 近=42	月=-20	月 就=-20	有=215	有 $=52	有 0 岁=6	有 _ $=43	有 _ ◆=12	有 _ ◇=43	有 _ 一=-13	有 _ 不=24	有 _ 个=-13	有 _ 么=55	有 _ 了=-44	有 _ 些=34	有 _ 卖=21	有 _ 合=12	有 _ 吗=94
有 _ 大=7	有 _ 头=23	有 _ 宜=16	有 _ 实=13	有 _ 就=-3	有 _ 岁=6	有 _ 手=22	有 _ 有=161	有 _ 没=32	有 _ 用=-6	有 _ 的=-5	有 _ 荐=5	有 _ 象=-43	有 _ 贵=-16	有 _ 适=24	有 _ 重=-21	有 ◆=15	有 ◇=17	有 ◇ $=-76	有 ◇ 不=24
有 ◇ 了=-44	有 ◇ 卖=21	有 ◇ 吗=92	有 ◇ 没=32	有 ◇ 的=-11	有 一=-29	有 不=32	有 了=-11	有 了 ◇=-10	有 人=-82	有 什=27	有 什 么=27	有 便=16	有 便 宜=16	有 加=14	有 加 大=14	有 卖=39	有 卖 $=7	有 卖 ◇=18	有 卖 吗=6
有 厚=17	有 吗=76	有 吗 $=69	有 哪=34	有 哪 些=34	有 啥=78	有 啥 $=15	有 啥 ◇=13	有 啥 适=21	有 好=-10	有 好 用=21	有 好 的=19	有 推=5	有 推 荐=5	有 没=175	有 没 $=17	有 没 有=158	有 点=-78	有 点 重=-21	有 给=11
有 适=12	有 适 合=12	朋=5	朋 友=5	服=-15	服 $=-16	期=-57	朵=-9	朵 _ $=-9	朵 疼=-9	朵 疼 $=-9	机=53	机 _ ◇=6	机 _ 电=18	机 _ 脏=14	机 太=14	机 太 脏=14	机 没=9	机 没 电=9	机 的=35
机 的 ◇=6	条=22	条 ◇=27	来=83	来 $=-11	来 _ $=-44	来 _ ◇=50	来 _ 个=27	来 _ 包=41	来 一=56	来 一 个=29	来 个=-35	来 个 ◇=-35	来 了=-9	来 了 $=-9	来 的=-35	来 的 $=-35	杯=-11	枕=20	果=-29
果 没=-36	架=19	架 _ $=19	染=8	柜=28	样=-20	样 $=-33	样 _ $=13	样 的=13	样 的 $=13	桌=36	桌 面=36	楼=-14	楼 上=-14	次=-54	次 _ 的=-13	次 买=-8	次 买 的=-13	次 那=-18	欢=-39
欢 $=-26	欢 _ $=-17	欢 ◇=-18	欢 ◇ $=-17	款=86	款 $=10	款 _ $=67	款 ◇=65	款 ◇ $=43	款 不=7	款 好=17	款 好 $=17	歌=-65	歌 $=-55	歌 _ $=-7	正=16	死=-56	死 $=-26	死 _ $=-30	死 我=-10
死 我 $=-10	母=5	比=-28	比 _ 好=35	比 较=19	比 较 好=35	毛=-27	毛 $=-27	气=-12	水=-44	水 $=-8	水 _ $=-30	水 _ ◇=4	水 的=5	水 的 ◇=5	求=288	求 _ $=64	求 _ ◇=14	求 _ 个=5	求 _ 款=4
求 _ 荐=53	求 ◇=86	求 ◇ $=50	求 一=33	求 一 个=5	求 一 款=4	求 个=25	求 个 ◇=14	求 推=67	求 推 荐=53	求 求=-14	没=-13	没 $=104	没 _ $=-35	没 _ 0=8	没 _ ◆=15	没 _ ◇=-46	没 _ 不=32	没 _ 了=39	没 _ 人=-40
没 _ 到=-25	没 _ 卖=13	没 _ 好=-22	没 _ 快=9	没 _ 推=-54	没 _ 有=49	没 _ 给=11	没 _ 适=9	没 _ 音=-11	没 ◇=5	没 ◇ 了=50	没 了=51	没 了 有=46	没 声=-11	没 声 音=-11	没 抢=-14	没 抢 到=-14	没 有=17	没 有 $=56	没 有 0=8
没 有 ◆=15	没 有 ◇=-8	没 有 不=32	没 有 人=-40	没 有 卖=13	没 有 好=-15	没 有 推=-54	没 有 给=11	没 有 适=9	没 用=-33	没 电=9	没 电 快=9	没 钱=-24	没 钱 $=-12	没 钱 了=-10	油=82	油 $=17	油 _ $=-11	油 _ 机=14	油 烟=14
油 烟 机=14	油 用=30	油 的=30	沾=-3	泡=-19	泡 ◇=-28	泥=-15	泥 $=-13	洗=4	洗 _ $=-16	洗 _ 头=17	洗 完=12	洗 完 头=17	洗 澡=26	海=4	海 边=5	涂=-54	涂 _ $=-14	涂 ◇=-15	涂 ◇ $=-12
深=-4	游=-61	游 _ $=-18	游 戏=-25	游 戏 $=-18	漂=-8	漂 _ $=-8	漂 亮=-8	漂 亮 $=-8	漆=-7	漏=-9	漏 水=-9	澡=26	火=-9	火 _ $=-7	火 锅=-7	火 锅 $=-7	灯=13	炒=15	炒 菜=15
炸=25	点=23	点 $=-66	点 _ $=23	点 _ ◇=13	点 _ 么=26	点 ◇=54	点 ◇ $=33	点 什=26	点 什 么=26	点 啥=51	点 的=45	点 的 $=33	点 的 ◇=11	点 重=-21	点 重 $=-21	烈=-37	烈 _ 荐=-37	烈 推=-37	烈 推 荐=-37
烟=14	烟 _ 太=14	烟 机=14	烟 机 太=14	烫=-17	热=4	热 _ $=8	熬=35	熬 夜=35	爱=-36	爱 $=-4	爱 _ ◇=20	爱 ◇=-44	爱 出=15	牙=48	狗=-8	猫=-17	玩=19	玩 $=-4	玻=-6
玻 _ ◇=-21	玻 璃=-6	玻 璃 ◇=-21	璃=-6	璃 ◇=-21	瓶 $=18	用=18	用 $=-22	用 _ $=-71	用 _ 0=-10	用 _ ◇=66	用 _ 个=-8	用 _ 么=62	用 _ 了=62	用 _ 吗=5	用 _ 款=15	用 _ 的=-31	用 _ 那=8	用 ◇=-71	用 ◇ $=-44
用 了=-32	用 了 0=-10	用 了 ◇=-6	用 什=62	用 什 么=62	用 到=-7	用 哪=34	用 哪 个=14	用 哪 款=15	用 啥=52	用 啥 ◇=35	用 完=34	用 完 了=62	用 的=61	用 的 $=-25	用 的 ◇=39	用 着=-10	电=17	电 _ $=-8	电 _ ◇=14
电 影=-12	电 快=9	电 的=18	男=27	留=18	留 _ 的=18	留 香=18	留 香 的=18	疼=-25	疼 $=-25	瘦=-25	瘦 了=-11	白=3	白 $=-15	白 色=19	的=70	的 $=96	的 _ $=78	的 _ 0=-23	的 _ ◆=22
的 _ ◇=-19	的 _ 一=-28	的 _ 个=9	的 _ 买=19	的 _ 候=6	的 _ 几=34	的 _ 包=31	的 _ 去=-43	的 _ 吗=59	的 _ 呢=-22	的 _ 哪=4	的 _ 坏=-6	的 _ 她=-21	的 _ 好=-45	的 _ 妹=7	的 _ 子=45	的 _ 我=6	的 _ 手=-23	的 _ 推=-6	的 _ 放=-13
的 _ 方=-12	的 _ 是=-5	的 _ 有=60	的 _ 没=63	的 _ 真=-25	的 _ 种=14	的 _ 荐=6	的 _ 被=-14	的 _ 西=28	的 _ 还=-14	的 _ 这=-11	的 ◆=-57	的 ◇=33	的 ◇ $=10	的 ◇ ◇=8	的 ◇ 吗=47	的 ◇ 呢=-14	的 ◇ 哪=4	的 ◇ 坏=-6	的 ◇ 她=-21
的 ◇ 好=-21	的 ◇ 推=30	的 ◇ 有=33	的 ◇ 没=27	的 ◇ 真=-14	的 ◇ 还=-14	的 不=17	的 东=28	的 东 西=28	的 举=-23	的 举 手=-23	的 也=9	的 人=-41	的 内=21	的 吗=60	的 吗 $=60	的 地=-12	的 地 方=-12	的 头=22	的 好=4
的 好 $=37	的 姐 妹=7	的 小=34	的 快=-29	的 想=25	的 推=6	的 推 荐=6	的 时=6	的 时 候=6	的 是=-18	的 有=42	的 有 吗=13	的 有 没=23	的 求=52	的 求 推=6	的 灯=19	的 看=-21	的 那=23	的 那 个=9	的 那 种=14
的 都=-53	的 锅=27	的 锅 有=17	的 面=20	的 面 包=20	的 香=-16	的 香 $=-16	皮=74	皮 _ $=8	皮 了=-4	皮 了 $=-4	皮 肤=52	盖=10	盖 子=-9	直=-26	直 _ $=-11	直 _ 间=6	直 播=-26	直 播 $=-11	直 播 间=6
看=-96	看 $=19	看 _ $=64	看 _ ◇=29	看 _ 吗=14	看 _ 播=-24	看 _ 有=13	看 _ 没=12	看 ◇=61	看 ◇ $=46	看 到=-26	看 有=13	看 有 没=12	看 的=-101	看 的 $=-4	看 直=-24	看 直 播=-24	看 看=92	看 看 $=36	看 看 ◇=51
看 看 有=13	真=-120	真 _ $=-43	真 _ 好=-4	真 _ 用=-7	真 _ 香=-16	真 好=-33	真 好 $=-30	真 的=-27	真 的 好=-4	真 的 香=-16	眼=-7	眼 睛=-7	着=-62	着 _ 看=-8	着 _ 睡=-10	着 ◇=-32	着 ◇ 看=-8	着 ◇ 睡=-10	着 睡=-11
睛=-7	睡=11	睡 $=-10	睡 _ $=22	睡 _ 不=26	睡 得=12	睡 觉=6	知=13	知 _ 买=4	知 道=13	知 道 买=4	码=35	码 的=31	破=-7	破 _ $=-7	碎=-34	碎 了=-9	礼=16	礼 _ $=16	秋=76
秋 _ 用=23	秋 冬=25	秋 冬 用=23	种=109	种 $=43	种 _ $=17	种 _ 有=7	种 ◇=34	种 ◇ $=14	种 ◇ 有=7	租=14	租 房=14	空=-20	空 _ $=-10	空 了=-4	空 了 $=-4	空 瓶=-16	穿=27	穿 $=-16	穿 0=-15
穿 _ ◇=-7	穿 _ 求=23	穿 的=25	穿 的 求=23	穿 着 ◇=-6	笑=-26	笑 _ $=-6	笑 死=-25	笑 死 $=-5	第=-46	第 0=3	第 _ 个=-58	第 _ 次=12	第 一=-49	第 一 次=3	等=-30	等 _ 工=-16	等 发=-16	等 发 工=-16	算=36
算 0=23	算 0 送=22	算 _ 送=22	管=-4	箱=41	箱 子=29	米=15	粉=23	粘=14	粘 的=20	累=6	纠=-7	纠 _ $=-10	纠 结=-7	纠 结 $=-10	纯=19	线=12	终=-5	终 于=-5	绍=21
经=-35	结=-37	结 $=-30	结 _ 没=-36	结 _ 送=21	结 婚=21	结 婚 送=21	结 果=-36	结 果 没=-36	给=94	给 _ $=-3	给 _ 买=39	给 _ 了=-13	给 _ 女=31	给 _ 推=-4	给 _ 整=14	给 _ 来=17	给 _ 用=4	给 _ 选=5	给 _ 里=8
给 ◆=-14	给 ◆ $=-18	给 ◆ 买=18	给 ◆ 了=-13	给 ◆ 用=4	给 ◆ 选=5	给 他=33	给 家=8	给 家 里=8	给 我=22	给 我 推=-4	给 我 来=17	绝=-9	绝 _ $=-9	缩=-12	缺=107	缺 _ ◇=31	缺 个=31	缺 个 ◇=31	美=-9
美 $=-9	老=13	考=33	考 试=-4	耳=-4	耳 _ 疼=-9	耳 朵=-9	耳 朵 疼=-9	肉=5	股=-7	肤=54	肥=24	胆=3	胖=-9	能=127	能 _ ◆=9	能 _ ◇=11	能 _ 的=32	能 _ 能=46	能 _ 荐=8
能 ◇=5	能 上=28	能 不=46	能 不 能=46	能 充=6	能 推=8	能 推 荐=8	能 用=15	能 用 的=7	能 进=10	能 进 ◇=10	脏=20	脖=4	脖 子=4	脚=9	脸=6	脸 好=-8	自=12	自 己=12	舒=-15
舒 _ $=-16	舒 服=-15	舒 服 $=-16	般=-31	般 $=-31	般 _ $=-8	般 般=-8	色=62	色 $=15	色 _ $=7	色 _ 看=-3	色 好 看=-3	色 的=45	花=-9	英=-15	荐=51	荐 $=74	荐 _ $=79	荐 _ ◆=-101	荐 _ ◇=54
荐 _ 下=21	荐 _ 个=4	荐 _ 你=-19	荐 _ 吗=19	荐 _ 家=-29	荐 _ 我=-10	荐 _ 来=-14	荐 _ 款=9	荐 _ 的=-15	荐 _ 能=14	荐 ◆=10	荐 ◇=11	荐 ◇ $=36	荐 ◇ 的=-15	荐 一=32	荐 一 下=21	荐 一 个=3	荐 一 款=8	荐 下=16	荐 下 $=16
荐 个=11	荐 个 $=10	荐 个 ◇=34	荐 吗=23	荐 吗 $=7	荐 哪=5	荐 哪 个=4	荐 啥=-9	荐 大=-29	荐 大 家=-29	荐 我=-14	荐 我 来=-14	荐 没=4	荐 没 $=4	荐 的=-29	荐 的 吗=19	荐 给=-47	荐 给 ◆=-40	荐 给 我=-3	荐 这=-4
荐 这 个=-4	菜=11	菜 _ $=-5	菜 了=-5	菜 了 $=-5	落=7	落 枕=7	薄=11	行=8	行 _ $=-4	行 吧=-4	行 吧 $=-4	衣=40	被=-14	被 _ 0=-5	被 _ 光=-25	被 ◆=-19	被 套=24	被 抢=-25	被 抢 光=-25
裂=53	裂 _ $=48	裂 了=48	裂 了 $=48	装=-96	裸=18	裸 _ 的=18	西=31	西 $=16	要=167	要 0=5	要 0 个=4	要 _ ◇=56	要 _ 一=15	要 _ 个=72	要 _ 有=-3	要 _ 的=-8	要 _ 种=29	要 ◇=22	要 ◇ $=22
要 ◇ 的=-8	要 一=12	要 一 个=12	要 不=-13	要 个=46	要 个 ◇=33	要 买=50	要 买 个=26	要 几=40	要 几 个=29	要 是=-14	要 是 有=-3	要 能=12	要 那=26	要 那 种=26	觉=-31	觉 $=-3	觉 得=-12	讲=-23	讲 _ 了=-8
讲 _ 的=-3	讲 ◇=-21	讲 ◇ 了=-8	评=-29	评 $=-8	试=-6	话=-6	说=-102	说 _ $=-11	说 _ ◇=-16	说 _ 好=-23	说 ◇=-52	说 ◇ 好=-17	谁=-86	谁 $=-7	谁 _ ◇=-7	谁 _ 没=-51	谁 买=-22	谁 家=-26	谢=-39
谢 谢=-30	象=-43	货=-25	货 了=-4	质=-4	贵=-40	贵 $=-43	资=-19	起=-38	起 $=-24	起 _ $=-23	起 _ 电=-11	起 皮=54	起 静=-11	起 静 电=-11	超=-14	超 _ 欢=-14	超 喜=-14	超 喜 欢=-14	踩=11
踩 雷=12	蹲=96	车=-15	软=26	软 塌=17	较=19	较 _ $=35	较 好=35	较 好 $=35	边=-7	边 $=-12	边 看=-4	过=-31	过 $=-9	过 _ $=-58	过 _ 送=35	过 ◆=35	过 ◆ 送=35	过 ◇=-76	过 ◇ $=-76
近=32	还=-87	还 _ $=-9	还 是=-8	还 有=-9	还 没=-45	还 行=-3	这=-124	这 _ $=-24	这 _ ◇=-56	这 _ 好=-17	这 _ 是=-5	这 ◇=-9	这 个=-63	这 个 ◇=-56	这 么=-17	这 么 好=-17	这 样=-13	这 样 $=-13	这 里=-11
这 里 $=-11	进=8	进 _ 的=10	进 ◇=10	进 ◇ 的=10	远=-17	退=-71	退 _ ◇=-66	送=127	送 _ ◇=13	送 _ 么=39	送 _ 了=-6	送 _ 啥=18	送 _ 我=-14	送 _ 推=7	送 _ 的=-11	送 ◆=10	送 ◆ ◇=7	送 ◆ 推=7	送 ◆ 的=-11
送 了=-21	送 了 我=-14	送 什=39	送 什 么=39	送 点=18	送 点 啥=18	适=71	适 $=52	适 _ ◆=13	适 _ 当=13	适 _ 送=8	适 合=27	适 合 ◆=13	适 合 当=13	适 合 送=8	选=141	选 $=110	选 _ ◇=19	选 _ 个=21	选 _ 款=11
选 _ 种=12	选 个=19	选 个 ◇=19	选 哪=45	选 哪 个=21	选 哪 款=11	选 哪 种=12	道=-40	道 $=-34	道 _ 哪=14	道 买=4	那=-48	那 _ ◇=-39	那 _ 推=-18	那 _ 有=23	那 个=-52	那 个 ◇=-37	那 个 推=-18	那 种=40	那 种 ◇=16
都=-18	都 _ $=-11	都 _ 不=-10	都 _ 了=43	都 是=-4	都 说=-17	配=-6	配 $=-12	里=21	里 $=-21	里 _ $=-20	里 _ ◇=84	里 ◇=-42	里 人=11	里 有=-23	里 没=50	里 没 ◇=50	重=-4	重 $=-21	量=-5
钱=-33	钱 $=-12	钱 _ $=-10	钱 了=-10	钱 了 $=-10	链=56	链 _ $=53	链 _ 发=30	链 接=56	链 接 $=53	链 接 发=30	锅=68	锅 $=-7	锅 _ $=21	锅 有=17	错=-15	错 $=-7	错 _ $=-6	长=8	门=11
问=-22	间=6	闹=-3	闺=7	闺 女=8	闻=11	降=-15	降 价=-13	随=16	随 便=16	隔=-17	隔 壁=-17	难=-10	难 _ $=-8	雨 _ $=6	雷=12	需=81	需 _ ◇=-5	需 _ 一=9	需 要=-28
需 要 ◇=-5	需 要 一=9	静=-11	静 电=-11	面=70	面 _ ◇=-35	面 _ 想=37	面 包=34	面 有=-35	面 有 ◇=-35	音=-23	音 $=-11	预=23	预 _ 0=23	预 算=23	预 算 0=23	颜=-10	颜 色=-10	飞=4	飞 _ 的=8
飞 机=8	飞 机 的=8	饭=63	饭 _ 了=25	饭 用=22	饿=33	饿 了=33	首=-23	首 _ $=-20	首 歌=-21	首 歌 $=-17	香=-10	香 $=-31	香 _ $=-4	香 的=18	高=-5	鸡=-5	麻=-19	黑=4	黑 $=-4
黑 _ ◇=14
"""
