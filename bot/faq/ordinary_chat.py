"""What people write in any live room whatever it sells: lines no FAQ should answer. Written for this program.

The matcher learns from them what a message that is none of the shop's questions looks like.
"""

from __future__ import annotations

_ZH = """
哈哈哈哈笑死 / 太搞笑了吧 / 笑得我肚子疼 / 绷不住了 / 主播好可爱 / 今天这件衣服好好看 / 声音真好听
主播今天心情不错啊 / 主播瘦了好多 / 灯光好刺眼 / 画面好糊 / 听不见声音 / 卡住了 / 卡成ppt了 / 网不好吗
麦克风没开吧 / 声音有点小 / 镜头晃得头晕 / 来了来了 / 我来晚了 / 刚到 前面说了什么 / 晚上好各位 / 早上好
大家好 我是新来的 / 第一次来这个直播间 / 路过看看 / 打卡 / 每天都来 / 我又来了 / 等你好久了 / 终于开播了
今天怎么这么早开播 / 昨天怎么没播 / 昨天看睡着了 / 挂着直播写作业 / 先走了 明天再来 / 去洗澡了 / 吃饭去了
睡了睡了 晚安 / 明天要早起 / 手机快没电了 / 在地铁上看 / 在上班偷偷看 / 老板来了 先撤 / 有没有四川的朋友
广东的扣1 / 河南的在这里 / 我在北京 下雪了 / 我们这边下雨了 / 今天好热 / 冷死了 / 你们那边天气怎么样
明天会降温吗 / 哪里人啊 / 主播多大了 / 主播有对象吗 / 主播是哪里人 / 主播身高多少 / 主播什么星座 / 主播吃饭了吗
主播喝口水吧 / 主播会唱歌吗 / 唱一首呗 / 跳个舞 / 讲个笑话 / 背景音乐是什么歌 / 这首歌叫什么名字 / 这歌好听
换首歌吧 / 声音关小一点 / 后面那只猫好可爱 / 猫叫什么名字 / 那个柜子上是什么 / 墙上的画不错 / 主播的杯子好看
刘海剪了吗 / 口红颜色好看 / 换发型了 / 关注了关注了 / 点赞点赞 / 支持支持 / 加油 / 牛啊 / 厉害了 / 绝了 / 太强了
学到了 / 有道理 / 说得对 / 同意楼上 / 楼上说得好 / 前面的别吵了 / 别刷屏 / 文明聊天 / 不信谣不传谣 / 有人吗 / 人呢
怎么没人说话 / 今天人好多 / 人好少啊 / 有多少人在看 / 房管在哪 / 那个人怎么被禁言了 / 谁在刷礼物 / 谢谢大哥的礼物
榜一是谁 / 又是你 / 好久不见 / 你怎么也在 / 认出你了 / 网名真有意思 / 真的假的 / 不会吧 / 我不信 / 骗人的吧
什么意思 / 没听懂 / 没看明白 / 为什么啊 / 怎么回事 / 然后呢 / 后来怎么样了 / 所以呢 / 我觉得还行 / 一般般吧
不太喜欢 / 我喜欢刚才那个 / 前面那个更好看 / 都挺好看的 / 好纠结 / 选择困难 / 心动了 / 钱包不允许 / 没钱了
吃土了 / 这个月工资花完了 / 等发工资 / 我妈不让我买 / 老公在旁边看着 / 偷偷买的 / 已经下单了 / 抢到了 好开心
没抢到 难过 / 手慢了 / 秒没 / 我拍了两个 / 买过 很好用 / 我家有一个 / 用了半年了 / 回购好几次了 / 收到了 还没拆
昨天到的 很满意 / 闺蜜推荐我来的 / 替我妈看的 / 给孩子买了一个 / 上次买的送人了 / 我姐也买了 / 同事都说好
家里堆不下了 / 快递都拆不过来 / 孩子在旁边闹 / 孩子不睡觉 / 作业太多了 / 明天考试 / 放假真好 / 周末去哪玩
想去海边 / 晚饭吃什么 / 点外卖吧 / 想喝奶茶 / 饿了 / 我在减肥 / 昨晚又失眠了 / 头疼 / 感冒还没好 / 多喝热水
注意身体 / 别太累了 / 辛苦了 / 休息一下吧 / 下播早点睡 / 昨天的球看了吗 / 谁赢了 / 那个电影好看吗 / 结局太扯了
男主好帅 / 第几集了 / 更新了吗 / 这游戏怎么玩 / 带我上分 / 又输了 / 手机怎么截屏 / 微信怎么删好友 / 公交几点停
高铁票难抢 / 附近有停车的地方吗 / 身份证怎么补办 / 话费怎么查 / 密码忘了怎么登录 / 工资什么时候发 / 房租又涨了
股票跌惨了 / 医保能报多少 / 驾照考几次了 / 面试怎么准备 / 公务员报名几号 / 普通话考试难吗 / 这道题怎么做
英语怎么学 / 狗狗不吃饭怎么办 / 花怎么老是死 / 米饭煮多久 / 鸡蛋煮几分钟 / 红烧肉怎么做 / 感冒能喝酒吗
十个字怎么写 / 三加五等于几 / 现在几点了 / 今天星期几 / 今天几号 / 还有多久过年 / 你是机器人吗 / 你会说英语吗
你叫什么名字 / 一 / 二 / 好 / 嗯 / 哦哦 / 对 / 不 / 是的 / 没有 / 可以 / 不行 / 行吧 / 真好 / 冲 / 上 / 等等
快点 / 慢点 / 再来 / 下一个
"""

_EN = """
lol that was funny / haha i can't / omg / so true / same here / no way / wow / nice one / love it / so pretty
you look great today / your voice is so calm / i love your hair / where did you get that shirt / what song is this
turn the music down / the sound is gone / it keeps freezing / video is blurry / can you hear us / mic is off
hello from spain / hi everyone / good evening / good morning all / first time here / just got here
what did i miss / i missed the start / been watching for an hour / see you tomorrow / good night / gotta go
back in a minute / dinner time / my phone is dying / watching at work / my boss is looking / it is raining here
so hot today / how is the weather there / where are you from / how old are you / are you married
do you have a dog / what is your cat called / are you a robot / do you speak spanish / say hi to my mum
can you sing something / tell us a joke / who is that behind you / happy birthday / congratulations / good luck
well done / keep going / you got this / thank you so much / you are the best / sorry / what / why / really / ok
yes / no / maybe / sure / cool / one / two / me too / not me / next / wait / hurry up / slow down / again
i agree / i disagree / that makes sense / i don't get it / what does that mean / who said that / stop spamming
be nice / mods please / how many people are watching / anyone from texas / who won the game
did you see the match / that movie was bad / what episode is this / i lost again / best game ever
i need a holiday / i am broke this month / my wallet says no / my husband will kill me / take my money
bought two already / got mine last week / still using the old one / my sister has it / it looks better in person
not my style / i like the other one better / so hard to choose / my kids won't sleep / exam tomorrow
so tired today / i have a cold / drink water / what time is it / what day is it today / how far is the moon
who is the president / how do i boil an egg / how tall is everest / remind me to call mum / set a timer
read me the news / play something else / turn off the lights / book me a table / call a taxi / where can i park
when is the next train / how do i get a visa / my laptop won't start / forgot my password again / wifi is down
what is the capital of peru / translate this for me / what should i cook tonight / how do you spell it
is it friday yet / what should we watch tonight / does anyone know a good dentist / the bus was late again
my neighbour is so loud / nothing works today
"""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for row in text.strip().splitlines() for line in row.split(" / "))


ORDINARY_CHAT: tuple[str, ...] = (*_lines(_ZH), *_lines(_EN))
