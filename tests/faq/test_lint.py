"""What an FAQ is warned of although every file of it can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog
from bot.catalog.file import parse_catalog
from bot.faq.entries import Entry, Faq
from bot.faq.files import parse_faq
from bot.faq.lint import Line, Shop, look_over
from bot.faq.match import Matcher
from bot.problems import Problem

TODAY = date(2026, 11, 12)
CATALOG, _ = parse_catalog(
    "sku,title,price,stock,link_no\nA101,面膜,59.90,12,1\nA102,面霜,,0,\nA103,口红,69,,2\n", "catalog.csv"
)
POSTAGE = "## 包邮吗 {#postage}\n- 运费多少\n- 邮费要多少钱\n- 要付邮费吗\n- 多少钱包邮\n\n满 59 元包邮。\n"


def faq_of(**files: str) -> Faq:
    entries: list[Entry] = []
    for name, text in files.items():
        found, problems = parse_faq(text, f"faq/{name}.md")
        assert not problems, problems
        entries += found
    return Faq.of(entries)


def look(faq: Faq, **shop: object) -> dict[str, list[Problem]]:
    return dict(look_over(faq, Matcher(faq), replace(Shop(CATALOG, TODAY), **shop)))  # type: ignore[arg-type]


def told(found: dict[str, list[Problem]], kind: str) -> str:
    return "\n".join(map(str, found.get(kind, [])))


# entries in each other's way


def test_the_same_words_in_two_entries_name_both_places_and_who_wins() -> None:
    faq = faq_of(a=POSTAGE, b="## 发货要钱吗 {#fee}\n- 主播 运费多少？\n\n不要钱。\n")
    (problem,) = look(faq)["the same words in two entries"]
    assert (problem.path, problem.line) == ("faq/b.md", 2)
    assert "belongs to fee, but postage (faq/a.md:2)" in problem.what
    assert "wins it" in problem.what


def test_one_question_twice_under_the_same_conditions_is_one_too_many() -> None:
    other = "## 包邮吗？ {#postage-2}\n包邮的。\n"
    (problem,) = look(faq_of(a=POSTAGE, b=other))["the same words in two entries"]
    assert "answered by postage (faq/a.md:1) already" in problem.what
    for when in ("valid: 2026-11-01..2026-11-20", "products: A101"):
        varied = f"## 包邮吗？ {{#postage-2}}\n<!-- {when} -->\n包邮的，满 99 元。\n"
        found = look(faq_of(a=POSTAGE, b=varied))
        assert "the same words in two entries" not in found
        assert "answers that contradict each other" not in found


def test_almost_the_same_question_is_found_once_a_pair() -> None:
    faq = faq_of(
        a="## 下单以后几天可以发货 {#one}\n- 下单以后多久可以发货出去\n\n很快。\n",
        b="## 下单以后要几天可以发货 {#two}\n- 下单以后几天可以发货吗\n- 下单以后多久可以发货出去吗\n\n很快的。\n",
    )
    (problem,) = look(faq)["two entries that ask almost the same"]
    assert "(one)" in problem.what
    assert "faq/b.md:" in problem.what


@pytest.mark.parametrize(
    ("one", "other"), [("3号链接的多少钱呀", "5号链接的多少钱呀"), ("可以退货吗亲", "不可以退货吗亲")]
)
def test_a_number_or_a_negation_makes_it_another_question(one: str, other: str) -> None:
    faq = faq_of(a=f"## {one} {{#one}}\nx\n\n## {other} {{#two}}\ny\n")
    assert "two entries that ask almost the same" not in look(faq)


# contradictions


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("满 59 元包邮。", "满 99 元包邮。", ("59 元", "99 元")),
        ("48 小时内发货。", "24 小时内发货。", ("48 小时", "24 小时")),
        ("7 天内可以退货。", "15 天内可以退货。", ("7 天", "15 天")),
        ("运费 ¥6。", "运费 $6。", ("¥6", "$6")),
        ("现在 8 折。", "现在 7 折。", ("8 折", "7 折")),
    ],
)
def test_answers_that_disagree_are_named_with_both_places_and_values(
    one: str, other: str, said: tuple[str, str]
) -> None:
    faq = faq_of(a=f"## 这件事情是怎么规定的 {{#a}}\n\n{one}\n", b=f"## 这件事情是怎样规定的 {{#b}}\n\n{other}\n")
    (problem,) = look(faq)["answers that contradict each other"]
    assert (problem.path, problem.line) == ("faq/a.md", 3)
    assert f'a says "{said[0]}", but b (faq/b.md:3) says "{said[1]}"' in problem.what


def test_an_entry_and_its_translation_are_held_against_each_other() -> None:
    english = "## Is shipping free? {#en-postage}\n\nShipping is free from ¥%d.\n"
    assert "answers that contradict each other" not in look(faq_of(a=POSTAGE, b=english % 59))
    assert "en-postage" in told(look(faq_of(a=POSTAGE, b=english % 99)), "answers that contradict each other")


def test_wordings_of_one_answer_are_held_against_each_other() -> None:
    (entry,) = faq_of(a=POSTAGE).entries.values()
    good = replace(entry, other_wordings=("Free shipping from ¥59.",))
    bad = replace(entry, other_wordings=("Free shipping from ¥59.", "Free shipping over 49 yuan."))
    assert "answers that contradict each other" not in look(Faq.of([good]))
    assert '"59 元", another "49 yuan"' in told(look(Faq.of([bad])), "answers that contradict each other")


def test_the_same_product_must_not_have_two_prices() -> None:
    head = "## {} {{#{}}}\n<!-- products: A101 -->\n\n{}\n"
    faq = faq_of(
        a=head.format("面膜什么价", "price", "面膜的价格是 59 元。"),
        b=head.format("一盒要花多少", "box", "面膜的价格是 69 元。"),
        c=head.format("敷多久合适呢", "time", "敷 15 分钟。"),
    )
    (problem,) = look(faq)["answers that contradict each other"]
    assert {"price", "box"} <= set(problem.what.replace("(", " ").split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("面膜一次敷多久比较合适呢", "发膜一次敷多久比较合适呢"),
        ("西藏包邮吗", "新疆包邮吗"),
        ("how long does the mask take", "how long does the rice take"),
    ],
)
def test_questions_about_different_things_may_have_different_answers(one: str, other: str) -> None:
    faq = faq_of(
        a=f"## {one} {{#a}}\n\n敷 15 分钟，运费 6 元。\n", b=f"## {other} {{#b}}\n\n敷 20 分钟，运费 9 元。\n"
    )
    catalog, _ = parse_catalog("sku,title,tags\nA1,补水面膜,面膜;mask\n", "catalog.csv")
    found = look(faq, catalog=catalog)
    assert not {"answers that contradict each other", "two entries that ask almost the same"} & set(found)


def test_a_price_written_by_hand_is_held_against_the_catalogue() -> None:
    head = "## 面膜多少钱 {#price}\n<!-- products: A101 -->\n\n"
    wrong, right = faq_of(a=f"{head}面膜现在只要 49 元。\n"), faq_of(a=f"{head}面膜现在只要 59.9 元，运费 6 元。\n")
    (problem,) = look(wrong)["prices that are not the catalogue's"]
    assert "says 49 元; the catalogue says ¥59.9" in problem.what
    assert "{price:A101}" in problem.fix
    assert "prices that are not the catalogue's" not in look(right)
    assert "prices that are not the catalogue's" not in look(faq_of(a=f"{head}现在 {{price:A101}}。\n"))


def test_rules_for_other_places_or_for_days_gone_by_are_no_contradiction() -> None:
    remote = "## 新疆包邮吗 {#remote}\n- 偏远地区运费怎么算\n\n新疆满 99 元包邮。\n"
    gone = "## 现在包邮吗 {#gone}\n<!-- valid: ..2026-11-01 -->\n\n满 9 元包邮。\n"
    found = look(faq_of(a=POSTAGE, b=remote, c=gone))
    assert "answers that contradict each other" not in found
    assert "ran out on 2026-11-01" in told(found, "out of date")


# single entries


def test_what_runs_out_soon_is_said_in_time() -> None:
    faq = faq_of(a="## 还有活动吗 {#promo}\n<!-- valid: ..2026-11-14 -->\n\n有。\n")
    assert "runs out on 2026-11-14" in told(look(faq), "out of date")
    assert "out of date" not in look(faq, today=date(2026, 11, 1))


def test_an_answer_too_long_for_a_room_says_for_which_and_how_much_fits() -> None:
    faq = faq_of(a=f"## 怎么退货 {{#return}}\n\n{'退' * 160}\n")
    irc, twitch = Line("evening", 400, in_bytes=True), Line("day", 500)
    (problem,) = look(faq, lines=[irc, twitch], names=26)["too long for a room"]
    assert "506 bytes" in problem.what
    assert "several lines in evening" in problem.what
    assert "374" in problem.fix
    assert "too long for a room" not in look(faq, lines=[twitch], names=26)


@pytest.mark.parametrize(
    ("variable", "said"),
    [("{price:A102}", "has no price"), ("{stock:A102}", "has no stock left"), ("{link:A102}", "has no link number"),
     ("{stock:A103}", "has no stock said")],
)  # fmt: skip
def test_a_value_the_catalogue_lacks_is_said_before_somebody_asks(variable: str, said: str) -> None:
    found = look(faq_of(a=f"## 面霜呢 {{#cream}}\n\n{variable}\n"))
    assert said in told(found, "values the catalogue does not have")


def test_every_wording_passes_the_guard() -> None:
    (entry,) = faq_of(a=POSTAGE).entries.values()
    found = look(Faq.of([replace(entry, other_wordings=("全网最低价，包邮。",))]))
    (problem,) = found["answers that may not be said"]
    assert problem.severity == "error"
    assert "全网最低" in problem.what


def test_a_file_in_two_languages_names_what_lacks_one() -> None:
    both = (
        "## 在吗？ {#a}\n- are you there\n\n在。\n\n## 几点？ {#b}\n- what time\n\n八点。\n\n## 哪里？ {#c}\n这里。\n"
    )
    found = look(faq_of(a=both), languages=["zh", "en"])
    (problem,) = found["a language left out"]
    assert problem.what == "c cannot be asked in English, as the file's others can."
    assert "a language left out" not in look(faq_of(a=both), languages=["zh"])


def test_a_language_nobody_can_ask_in_is_one_warning() -> None:
    (problem,) = look(faq_of(a=POSTAGE, b="## 退货吗？\n可以。\n"), languages=["zh", "en"])["a language left out"]
    assert "no entry can be asked in it" in problem.what


def test_too_few_ways_of_asking_are_one_warning_a_file() -> None:
    many = "".join(f"## 问题{word}是什么呢 {{#q{i}}}\n\n答案。\n\n" for i, word in enumerate("甲乙丙丁戊己庚辛壬癸"))
    (problem,) = look(faq_of(a=POSTAGE, b=many))["too few ways of asking"]
    assert problem.path == "faq/b.md"
    assert "q0, q1" in problem.what
    assert "and 2 more" in problem.what


def test_an_entry_whose_phrasings_have_nothing_in_common_is_found_by_none_of_them() -> None:
    scattered = "## 天蓝蓝 {#lone}\n- 海水深\n- 山路远\n- 月亮圆\n- 花朵香\n\n好。\n"
    assert "lone" in told(look(faq_of(a=POSTAGE, b=scattered)), "found by nothing but their exact words")
    alike = "## 天空蓝不蓝呀今天 {#lone}\n- 今天天空蓝不蓝\n- 天空蓝不蓝今天\n- 今天的天空蓝不蓝\n\n好。\n"
    assert "lone" not in told(look(faq_of(a=POSTAGE, b=alike)), "found by nothing but their exact words")


def test_a_scene_no_room_plays_is_named() -> None:
    faq = faq_of(a="## 满减吗 {#promo}\n<!-- scene: double-eleven -->\n\n有。\n")
    assert "double-eleven" in told(look(faq), "scenes that no room plays")
    assert "scenes that no room plays" not in look(faq, scenes=["double-eleven"])


# the whole


def test_the_sample_faq_is_warned_of_little_and_contradicts_itself_nowhere() -> None:
    folder = Path(__file__).parents[2]
    entries = [e for p in sorted((folder / "faq").glob("*.md")) for e in parse_faq(p.read_text("utf-8"), p.name)[0]]
    catalog, _ = parse_catalog((folder / "bot/sample/catalog.csv").read_text("utf-8"), "catalog.csv")
    lines = [Line("irc", 380, in_bytes=True), Line("twitch", 500)]
    faq = Faq.of(entries)
    found = look_over(faq, Matcher(faq), Shop(catalog, TODAY, ["zh", "en"], lines=lines, names=26))
    assert not {"answers that contradict each other", "answers that may not be said", "too long for a room"} & set(
        found
    )
    assert sum(map(len, found.values())) <= 10


@given(st.lists(st.tuples(st.text(max_size=12), st.text(min_size=1, max_size=20)), max_size=4))
@settings(max_examples=40)
def test_no_faq_breaks_the_look_and_every_warning_says_what_to_do(written: list[tuple[str, str]]) -> None:
    text = "".join(f"## {one}\n- {other}\n\n{other}\n\n" for one, other in written)
    faq = Faq.of(parse_faq(text, "faq/a.md")[0])
    found = look_over(faq, Matcher(faq), Shop(CATALOG, TODAY, ["zh", "en"]))
    for problem in (problem for problems in found.values() for problem in problems):
        assert problem.what
        assert problem.fix


def test_an_empty_faq_and_an_empty_shop_are_nothing_to_warn_of() -> None:
    assert look_over(Faq(), Matcher(Faq()), Shop(Catalog(), TODAY, ["zh", "en"])) == {}


@pytest.mark.parametrize(
    "answer",
    [
        "－ 几天能到 - 多久能到货 江浙沪 1-2 天",
        "-几天能到 江浙沪",
        "<!- then: person --> - 用完脸红了",
        "then：person",
    ],
)
def test_a_sign_that_was_mistyped_is_not_read_aloud_unnoticed(answer: str) -> None:
    found = look(faq_of(a=f"## 几天能收到 {{#arrives}}\n\n---\n\n{answer}\n"))
    assert "answers with signs of the file in them" in found


def test_ordinary_answers_have_no_signs_of_the_file() -> None:
    found = look(faq_of(a="## 几天能收到 {#arrives}\n\n江浙沪 1-2 天 - 别处 3 天 → 很快；then you wait.\n"))
    assert "answers with signs of the file in them" not in found
