"""How viewers sound: cues name the words they were seen in, and joy is not taken for anger."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cues.mood import LONG_WAIT, MoodWords, mood_of, parse_mood
from bot.messages import Cue, Sign

ROOT = Path(__file__).parents[1]
SETS = Path(__file__).parent / "mood"
WORDS, FOUND = parse_mood((ROOT / "faq" / "mood.txt").read_text("utf-8"), "faq/mood.txt")


def labelled(half: str) -> list[tuple[str, str]]:
    lines = (SETS / f"{half}.tsv").read_text("utf-8").splitlines()
    return [(label, text) for line in lines if not line.startswith("#") for label, _, text in (line.partition("\t"),)]


def test_the_list_that_ships_is_read_without_a_problem() -> None:
    assert FOUND == []
    assert len(WORDS.angry) > 80
    assert len(WORDS.pleased) > 30


@pytest.mark.parametrize("half", ["tune", "once"])
def test_most_anger_is_seen_and_hardly_any_joy_is_taken_for_it(half: str) -> None:
    lines = labelled(half)
    angry = [text for label, text in lines if label == "angry"]
    calm = [text for label, text in lines if label == "calm"]
    assert len(angry) >= 75
    assert len(calm) >= 120
    missed = [text for text in angry if not mood_of(text, WORDS).angry]
    alarms = [text for text in calm if mood_of(text, WORDS).angry]
    assert len(missed) / len(angry) <= 0.14, missed
    assert len(alarms) / len(calm) <= 0.02, alarms


@pytest.mark.parametrize(
    "text",
    [
        "啊啊啊啊啊啊!!!", "气死我了好美", "killing it", "主播杀疯了", "抢到了！！！！！", "OMG OMG OMG",
        "HELLO EVERYONE",
        "what??? only 10 bucks???", "垃圾袋有吗", "怎么又没了！！！", "这么便宜？？？", "noooooo", "that is sick!!!",
        "太过分了好看死了", "",
    ],
)  # fmt: skip
def test_enthusiasm_is_not_anger_however_loud(text: str) -> None:
    assert not mood_of(text, WORDS).angry


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("下单的时候回得飞快，现在一个字都没有，你们把我当什么了", "你们把我当什么了"),
        ("hi, order 4471. you have no respect for people who paid", "you have no respect for people"),
        ("你們把客人當什麼了", "你们把客人当什么了"),
    ],
)
def test_anger_in_words_that_no_list_has_is_seen_and_the_piece_that_tells_most_is_shown(line: str, seen: str) -> None:
    mood = mood_of(line, MoodWords())
    assert mood.angry
    assert mood.at_us
    assert mood.cues == (Cue(Sign.SOUNDS, seen),)


@pytest.mark.parametrize(
    "line",
    [
        "我老公又把我的钱花光了，气死",
        "你好，收到的杯子裂了一个，可以补发吗",
        "hi, one plate came broken, could you send another please",
        "this traffic makes me so angry",
        "急急急链接在哪",
        "you are the worst, I bought three more lol",
        "how do I get a refund if it is too small",
    ],
)
def test_anger_at_others_and_trouble_put_politely_are_not_taken_for_it(line: str) -> None:
    assert not mood_of(line, MoodWords()).angry


def test_the_words_of_the_shop_win_over_what_was_learnt() -> None:
    line = "你们把我当什么了"
    assert mood_of(line, MoodWords()).angry
    assert not mood_of(line, MoodWords(not_meant=(line,))).angry
    assert not mood_of(f"{line} 好美", MoodWords(pleased=("好美",))).angry
    assert mood_of(line, MoodWords(angry=("当什么",))).cues == (Cue(Sign.ANGRY, "当什么"),)


def test_a_long_line_shows_a_short_piece() -> None:
    mood = mood_of("你们收了钱就不认账还把我拉黑了" * 20, MoodWords())
    assert mood.angry
    assert 1 < len(mood.cues[0].seen) <= 24


def test_the_weights_are_learnt_from_these_lines() -> None:
    learning = run_path(str(ROOT / "bench" / "learning_anger.py"))
    sign = learning["WEIGHTS"].read_text("utf-8").partition("\n")[0].rpartition(" ")[2]
    assert sign == learning["digest"]((learning["TAUGHT"], learning["KINDS"])), "run bench/learning_anger.py"


def test_nobody_teaches_from_the_lines_that_are_only_measured() -> None:
    taught = {line.split("\t")[2] for line in (SETS / "taught.tsv").read_text("utf-8").splitlines()[1:]}
    assert not taught & {text for half in ("once", "unseen") for _, text in labelled(half)}


def test_each_cue_names_what_was_seen() -> None:
    mood = mood_of("一群骗子！！！还没发货", WORDS)
    assert mood.angry
    assert Cue(Sign.ANGRY, "一群骗子") in mood.cues
    assert Cue(Sign.TROUBLE) in mood.cues
    assert Cue(Sign.MARKS, "!!!") in mood.cues
    shouted = mood_of("WHERE THE HELL IS MY PARCEL", WORDS)
    assert [cue.sign for cue in shouted.cues] == [Sign.ANGRY, Sign.CAPITALS]


def test_one_cross_word_needs_a_second_cue() -> None:
    words = MoodWords(cross=("搞什么",))
    assert not mood_of("搞什么", words).angry
    assert mood_of("搞什么！！！", words).angry
    assert mood_of("搞什么，还没发货", words).angry
    assert mood_of("搞什么", words, again=1).angry
    assert mood_of("搞什么", words, waited=LONG_WAIT).angry
    assert not mood_of("搞什么", words, waited=LONG_WAIT - timedelta(seconds=1)).angry


def test_trouble_said_calmly_is_no_anger_and_said_again_or_loudly_is() -> None:
    nothing = MoodWords()
    assert not mood_of("我的快递还没到", nothing).angry
    assert mood_of("我的快递还没到！！！", nothing).angry
    again = mood_of("我的快递还没到", nothing, again=2)
    assert again.angry
    assert Cue(Sign.AGAIN, "3") in again.cues
    assert Cue(Sign.WAITED, "4") in mood_of("我的快递还没到", nothing, waited=timedelta(minutes=4)).cues


def test_saying_something_harmless_again_is_no_anger() -> None:
    assert not mood_of("主播看看我", WORDS, again=9).angry
    assert not mood_of("1111", WORDS, again=9, waited=timedelta(hours=1)).angry


def test_what_pleases_beside_a_cross_word_makes_it_play() -> None:
    words = MoodWords(cross=("讨厌", "离谱"), pleased=("好看",))
    assert mood_of("讨厌 离谱", words).angry
    assert not mood_of("讨厌 离谱 好看", words).angry


def test_a_word_inside_a_longer_one_is_one_cue() -> None:
    words = MoodWords(angry=("太垃圾",), cross=("垃圾",))
    assert mood_of("太垃圾", words).cues == (Cue(Sign.ANGRY, "太垃圾"),)


def test_latin_words_are_seen_only_whole_whatever_their_case() -> None:
    words = MoodWords(angry=("liar",))
    assert mood_of("LIAR", words).angry
    assert not mood_of("familiar", words).angry


@given(st.text(max_size=500), st.integers(0, 50), st.integers(0, 10_000))
def test_no_line_upsets_the_reading(text: str, again: int, waited: int) -> None:
    mood = mood_of(text, WORDS, again, timedelta(seconds=waited))
    assert mood.angry == (mood.score >= 2)
    assert bool(mood.cues) == bool(mood.score)
    assert all(len(cue.seen) <= 80 for cue in mood.cues)


def test_a_list_with_mistakes_says_where_and_what_to_do() -> None:
    words, found = parse_mood("破店\n[angy]\n[angry]\n坑\n黑店 # shops\n[not meant]\n坑\n", "faq/mood.txt")
    assert words == MoodWords(angry=("黑店",), not_meant=("坑",))
    assert [str(one) for one in found] == [
        'faq/mood.txt:1: "破店" belongs to no group. Put a line [angry] above it.',
        'faq/mood.txt:2: unknown group "angy". Did you mean "angry"? Known: angry, cross, not meant, pleased.',
        'faq/mood.txt:4: "坑" is a single character. It would hit harmless chat; write at least two characters.',
    ]
