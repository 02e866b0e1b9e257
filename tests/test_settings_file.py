"""One value changed in the settings file: nothing else moves by a letter, and what cannot be done so is refused."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.settings_file import Place, changed, toml
from bot.problems import BadFile

FILE = """\
# The evening's settings
grace_s = 8.0   # long enough

[faq]   # how sure
promise = "normal"  # strict # before a sale
quiet_s=60

[[rooms]]
name = "studio"
platform = "practice"
scene = "a # b"    # not a comment, then one

  [[rooms]]
  name = "evening"
  platform = "practice"

[tiers]
high_active = { f = 3, m = 500 }
"""


@pytest.mark.parametrize(("place", "value", "old", "new"), [
    (("faq", "promise"), "strict", 'promise = "normal"  # strict # before', 'promise = "strict"  # strict # before'),
    (("faq", "quiet_s"), 30, "quiet_s=60\n", "quiet_s= 30\n"),
    (("grace_s",), 4.5, "grace_s = 8.0   # long", "grace_s = 4.5   # long"),
    (("rooms", 0, "scene"), 'say "hi"', 'scene = "a # b"    # not', 'scene = "say \\"hi\\""    # not'),
    (("rooms", 1, "scene"), "sale", '  [[rooms]]\n  name = "evening"',
     '  [[rooms]]\nscene = "sale"\n  name = "evening"'),
    (("faq", "ask_back"), False, "[faq]   # how sure\n", "[faq]   # how sure\nask_back = false\n"),
])  # fmt: skip
def test_a_value_is_changed_in_its_place(place: Place, value: object, old: str, new: str) -> None:
    assert old in FILE
    assert changed(FILE, place, value, "bot.toml") == FILE.replace(old, new, 1)


def test_a_table_that_is_missing_comes_at_the_end() -> None:
    after = changed(FILE.rstrip("\n"), ("guard", "ai_label"), "AI助手：", "bot.toml")
    assert after == FILE + '\n[guard]\nai_label = "AI助手："\n'


def test_line_ends_stay_as_they_are() -> None:
    windows = FILE.replace("\n", "\r\n")
    after = changed(windows, ("faq", "ask_back"), False, "bot.toml")
    assert after == windows.replace("[faq]   # how sure\r\n", "[faq]   # how sure\r\nask_back = false\r\n")


@pytest.mark.parametrize("text", [
    'faq.promise = "normal"\n',
    'faq = { promise = "normal" }\n',
    '[faq]\n"promise" = "normal"\n',
    '[faq]\npromise = """\nnormal"""\n',
])  # fmt: skip
def test_what_is_written_in_another_way_is_left_to_a_person(text: str) -> None:
    with pytest.raises(BadFile, match="in the file itself"):
        changed(text, ("faq", "promise"), "strict", "bot.toml")


texts = st.text(st.characters(codec="utf-8"), max_size=60)


@given(value=st.one_of(texts, st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6)))
def test_any_value_goes_in_and_reads_back(value: object) -> None:
    after = changed(FILE, ("faq", "promise"), value, "bot.toml")
    assert tomllib.loads(after)["faq"]["promise"] == value
    assert changed(after, ("faq", "promise"), "normal", "bot.toml") == FILE


@given(value=texts)
def test_a_text_as_toml_is_one_line_and_reads_back(value: str) -> None:
    line = toml(value)
    assert "\n" not in line
    assert tomllib.loads(f"x = {line}")["x"] == value
