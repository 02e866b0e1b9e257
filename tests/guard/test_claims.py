"""Claims: sentences that a shop manager can read, each with the rule that forbids it or `ok`."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guard import Guard, claims
from bot.guard.rates import rates
from bot.guard.rules import CLAIMS, RULES

HERE = Path(__file__).parent
CAUGHT_AT_LEAST, WRONGLY_AT_MOST = 0.80, 0.02
GUARD = Guard()


def sentences(name: str) -> list[tuple[str, str]]:
    """Rule and sentence of each line of a file."""
    lines = [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(rule, text) for rule, _, text in (line.partition("\t") for line in lines)]


TUNED, HELD_OUT, UNSEEN = sentences("sentences.tsv"), sentences("held_out.tsv"), sentences("unseen.tsv")
UNSEEN_AT_LEAST = 0.82
"""When it was first asked, the guard caught 72 in 100 of these; where the line is drawn was moved twice since."""
MISSED, MISNAMED = 0.15, 0.20
NAMED_ALIKE = {"effect-promise": 0.25}
"""Most of the sentences are reworded or told as stories, and "it stopped my snoring" breaks two rules as much as one."""


def test_there_are_enough_sentences_of_both_kinds_for_every_rule() -> None:
    assert len(TUNED) >= 300
    assert len(HELD_OUT) >= 150
    for sentences_ in (TUNED, HELD_OUT):
        labels = {label for label, _ in sentences_}
        assert labels == {"ok", *CLAIMS}
    all_ = (*TUNED, *HELD_OUT, *UNSEEN)
    assert len({text for _, text in all_}) == len(all_), "a sentence is there twice"


def test_claims_that_nobody_taught_the_guard_are_caught() -> None:
    found = rates((label, bool(claims(text))) for label, text in UNSEEN)
    caught, claimed = found.caught
    wrongly, harmless = found.wrongly
    assert claimed > 100
    assert harmless > 100
    assert caught / claimed >= UNSEEN_AT_LEAST, found.told()
    assert wrongly / harmless <= WRONGLY_AT_MOST, found.told()


def test_the_weights_are_learnt_from_these_sentences() -> None:
    learning = run_path(str(HERE.parents[1] / "bench" / "learning.py"))
    sign = learning["WEIGHTS"].read_text("utf-8").partition("\n")[0].rpartition(" ")[2]
    assert sign == learning["digest"]((*learning["TAUGHT"], learning["KINDS"])), "run bench/learning.py"


@pytest.mark.parametrize(
    "claim",
    [
        "这部电影里的面霜全网第一",
        "电影里女主角用的就是这瓶，全网第一",
        "看完电影来敷一片，7天美白",
        "比赛前来一罐，全国第一的能量饮",
    ],
)
def test_goods_in_a_film_are_still_for_sale(claim: str) -> None:
    assert claims(claim)
    assert claims("这部电影是今年最好看的") == ()


@pytest.mark.parametrize(
    ("claim", "harmless"),
    [
        ("老李头拄拐来的，用完扔了拐走回去的", "老人拄的拐杖有三档高度"),
        ("拿它跟任何一家比，闭着眼睛都是它赢", "拿到之后先比一下尺码"),
        ("有个姐妹在对面那家买的面膜，敷完脸肿了三天", "对面那家店的姐妹来打个招呼"),
        (
            "My neighbor is fifty and gets asked for ID since she started this serum",
            "My neighbor asked for the serum",
        ),
    ],
)
def test_a_claim_told_as_a_story_is_one(claim: str, harmless: str) -> None:
    assert claims(claim)
    assert claims(harmless) == ()


@pytest.mark.parametrize("name", ["sentences.tsv", "held_out.tsv"])
def test_claims_are_caught_and_harmless_sentences_pass(name: str) -> None:
    found = rates((label, bool(claims(text))) for label, text in sentences(name))
    caught, claimed = found.caught
    wrongly, harmless = found.wrongly
    assert caught / claimed >= CAUGHT_AT_LEAST, found.told()
    assert wrongly / harmless <= WRONGLY_AT_MOST, found.told()


@pytest.mark.parametrize("rule", CLAIMS)
def test_every_rule_catches_most_of_what_it_is_for(rule: str) -> None:
    texts = [text for label, text in TUNED if label == rule]
    missed = [text for text in texts if rule not in {found.rule for found in claims(text)}]
    assert len(missed) <= NAMED_ALIKE.get(rule, MISNAMED) * len(texts), missed
    assert sum(not claims(text) for text in texts) <= MISSED * len(texts)


@pytest.mark.parametrize(
    ("claim", "harmless"),
    [
        ("我们家是全国冠军", "她是全国冠军"),
        ("咱家的锅顶级，不用比", "这个主持人业务能力顶级"),
        ("我妈用的就是这款，全国最好的护膝", "我妈做的红烧肉天下第一"),
        ("今天是全网最低价", "今天是我最开心的一天"),
        ("这台电视最好看，全网第一", "这部电视剧最好看"),
        ("Our blender is number one in the world", "My cousin is number one in the world"),
    ],
)
def test_a_person_a_place_or_a_day_may_be_the_best_but_no_goods(claim: str, harmless: str) -> None:
    assert claims(claim)
    assert claims(harmless) == ()


@pytest.mark.parametrize(
    ("claim", "harmless"),
    [
        ("喝它一个月瘦十斤，不用跑步", "跑步一个月瘦十斤"),
        ("跑步都没瘦下来，喝这个瘦了十斤", "室友不吃夜宵一个夏天瘦了八斤"),
        ("一开始我也不信，用了三天脸白了两个度", "我不信三天能变白"),
        ("I doubted it until my acne was gone in three days", "I doubt it cures acne"),
        ("Lose ten pounds without running", "Running took ten pounds off me"),
    ],
)
def test_a_doubt_and_what_somebody_did_himself_praise_no_goods(claim: str, harmless: str) -> None:
    assert claims(claim)
    assert claims(harmless) == ()


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("这款锅是同类冠军", "这款锅是受欢迎的"),
        ("这款锅得过行业冠军，蓝色有货", "详情请看商品页面，蓝色有货"),
    ],
)
def test_what_is_offered_reads_as_a_sentence(said: str, offered: str) -> None:
    assert GUARD.verdict(said).rewrite == offered


@pytest.mark.parametrize(
    ("claim", "harmless"),
    [
        ("全网第一", "第一次来"),
        ("最便宜", "最后三件"),
        ("根治痘痘", "不能根治痘痘"),
        ("7天美白", "您是想问能不能7天美白吗？"),
        ("三天见效", "三天见效的说法不可信"),
        ("没有副作用", "有没有副作用要看说明书"),
        ("没有比我们更便宜的", "没有比这更小的码了"),
        ("难道你不想瘦十斤吗？", "请问能瘦十斤吗？"),
        ("最有效的面霜", "最有效的办法是看说明书"),
        ("it cures acne", "does it cure acne? no, it is a cream"),
        ("guaranteed results", "we cannot guarantee results"),
    ],
)
def test_what_stands_around_a_word_makes_it_a_claim_or_not(claim: str, harmless: str) -> None:
    assert claims(claim)
    assert claims(harmless) == ()


@pytest.mark.parametrize(
    "disguised",
    ["最-低-价", "最 低 价", "最🔥低🔥价", "蕞低价", "zui低价", "最低jia", "最低價", "最\u200b低\u200b价", "醉低价"],
)
def test_a_disguise_helps_no_claim(disguised: str) -> None:
    (found,) = [found for found in GUARD.check(f"今天{disguised}啊") if found.rule == "absolute-claim"]
    assert found.what == disguised


@pytest.mark.parametrize(
    "text", ["去班里上课", "嘴上说说", "手选坚果", "罪过罪过", "国家机关放假", "shou to me", "丁一级", "全王府井"]
)
def test_words_that_only_sound_like_claims_pass(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("全网最低价，只要59", "优惠价，只要59"),
        ("这是最好用的面霜", "这是很好用的面霜"),
        ("根治痘痘，质地清爽", "功效以产品标签和说明为准，质地清爽"),
        ("您上次买的面膜有货了", "这款面膜有货了"),
        ("电话13812345678，早九点上班", "早九点上班"),
        ("加微信 abc12345", ""),
    ],
)
def test_staff_are_offered_another_wording_that_passes(said: str, offered: str) -> None:
    verdict = GUARD.verdict(said)
    assert not verdict.allowed
    assert verdict.rewrite == offered


@pytest.mark.parametrize("name", ["sentences.tsv", "held_out.tsv"])
def test_every_wording_that_is_offered_passes(name: str) -> None:
    offered = [verdict.rewrite for _, text in sentences(name) if (verdict := GUARD.verdict(text)).rewrite]
    assert len(offered) > 50
    assert [text for text in offered if not GUARD.verdict(text).allowed] == []


def test_what_a_rule_says_instead_passes_itself() -> None:
    for rule in RULES.values():
        assert all(GUARD.verdict(instead).allowed for instead in rule.instead)


@settings(max_examples=150)
@given(st.text("最第一全网根治 瘦白斤天不没有吗?？,，。-zui低价100%", max_size=80))
def test_a_claim_stands_where_it_is_said_to_stand(text: str) -> None:
    for found in claims(text):
        assert found.what == text[found.start : found.end]
