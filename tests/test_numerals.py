"""Numbers as digits, and words that only look like numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.numerals import LONGEST, with_digits


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        # counted things
        ("三号链接", "3号链接"),
        ("第二个", "第2个"),
        ("两件包邮吗", "2件包邮吗"),
        ("十五天内", "15天内"),
        ("买一个包邮吗", "买1个包邮吗"),
        ("八点开播", "8点开播"),
        ("下午一点", "下午1点"),
        ("十分钟", "10分钟"),
        ("五百ml", "500ml"),
        # larger ones
        ("一百二十", "120"),
        ("满三百减三十", "满300减30"),
        ("一百零五", "105"),
        ("三百五", "350"),
        ("一万二", "12000"),
        ("两千零五十", "2050"),
        ("十三", "13"),
        ("二十几天", "20几天"),
        ("一米六五", "1米65"),
        ("九块九包邮", "9块9包邮"),
        # sales and their names, offers
        ("双十一", "双11"),
        ("双11", "双11"),
        ("六一八", "618"),
        ("八五折", "85折"),
        ("买一送一", "买1送1"),
        ("假一赔十", "假1赔10"),
        # English
        ("link two", "link 2"),
        ("number one", "number 1"),
        ("buy two get one free", "buy 2 get 1 free"),
        ("within twenty one days", "within 21 days"),
        ("is the third one left", "is the 3 one left"),
        ("is the 3rd one left", "is the 3 one left"),
        ("by the 20th", "by the 20"),
        ("one hundred pills", "100 pills"),
        ("a thousand of them", "1000 of them"),
    ],
)
def test_a_number_is_written_in_digits(written: str, digits: str) -> None:
    assert with_digits(written) == digits


WORDS = """
一般 一下 一样 一起 万一 三星 千万别 十分好看 一直 统一 唯一 四川 百搭 一定 一点 有点 一次性 一会 一块去 三分之一
二手 二维码 五金 三文鱼 三只松鼠 第三方支付 百分百 推荐一款 哪一个 这一件 一个人 一年四季 统一码
周一 星期五 礼拜三 周五三点
七八天 两三天 三五天 几十个 好几百 十几天 乱七八糟 不管三七二十一 上百人 千百万
which-one wait-a-second someone me-too
"""


@pytest.mark.parametrize("words", [*WORDS.replace("-", " ").split("\n"), "一" * (LONGEST + 1)])
def test_words_that_look_like_numbers_stay_words(words: str) -> None:
    assert with_digits(words) == words


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万第周双买送满减几天号个点块分 linkontwety5", max_size=20))
def test_reading_numbers_twice_changes_nothing(text: str) -> None:
    assert with_digits(with_digits(text)) == with_digits(text)


@given(st.integers(11, 99_999_999))
def test_a_number_said_in_full_is_read_in_full(number: int) -> None:
    assert with_digits(f"满{said(number)}减") == f"满{number}减"


def said(number: int) -> str:
    """Say a number as Chinese does."""
    if number >= 10_000:
        rest = number % 10_000
        return said(number // 10_000) + "万" + ("零" if 0 < rest < 1_000 else "") + (said(rest) if rest else "")
    words = ""
    for unit, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += "零一二三四五六七八九"[digit] + name
        elif words and number and not words.endswith("零"):
            words += "零"
    return words or "零"
