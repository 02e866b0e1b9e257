"""Files that cannot be read, and what the system or a reader of the format says of them."""

from __future__ import annotations

import errno
import re

from bot.languages import Both
from bot.problems import Problem, RoomhandError


def not_utf8(path: str, line: int = 0) -> Problem:
    """Return what is wrong with a file that is no text as the program reads it."""
    return Problem(path, line, Both("is not UTF-8 text.", "不是 UTF-8 文本。"), SAVE_AS_UTF8)


SAVE_AS_UTF8 = Both("Save the file as UTF-8.", "请另存为 UTF-8 编码。")


def not_csv(path: str, line: int, error: Exception) -> Problem:
    """Return what is wrong with a table that its reader gives up on."""
    why = next((zh for part, zh in _CSV_ZH.items() if part in str(error)), "写法有误")
    what = Both(f"not readable as CSV: {error}.", f"不是可读的 CSV：{why}。")
    return Problem(path, line, what, Both("Save it as CSV again.", "请重新存为 CSV。"))


_CSV_ZH = {
    "field larger than": "有一格内容过长，可能是引号没有闭合",
    "unexpected end of data": "引号没有闭合",
    "expected after": "引号后面还有多余的内容",
    "NUL": "有空字节",
    "new-line character": "换行写法不对",
}
"""By what the csv module says."""


def not_toml(path: str, error: Exception, fix: Both) -> Problem:
    """Return what is wrong with settings whose reader gives up on them."""
    said = str(error)
    line = re.search(r"line (\d+)", said)
    why = re.sub(r"\s*\(at .*\)", "", said)
    zh = next((zh for begins, zh in _TOML_ZH.items() if why.startswith(begins)), "写法有误")
    return Problem(path, int(line[1]) if line else 0, Both(f"{why}.", f"不是正确的 TOML：{zh}。"), fix)


_TOML_ZH = {
    "Expected '=' after a key": "键后面缺少 =",
    "Expected ']' at the end": "表名后面缺少 ]",
    "Expected ']]' at the end": "表名后面缺少 ]]",
    "Expected newline or end of document": "这一行后面还有多余的内容",
    "Invalid value": "值的写法不对，文字要加引号",
    "Invalid statement": "看不懂这一行",
    "Invalid initial character for a key": "键的写法不对",
    "Invalid date": "日期写法不对",
    "Unterminated string": "引号没有闭合",
    "Illegal character": "有不允许的字符，可能是引号没有闭合",
    "Unescaped": "反斜杠要写成两个",
    "Unclosed array": "缺少 ]",
    "Unclosed inline table": "缺少 }",
    "Cannot overwrite a value": "同一个键写了两次",
    "Cannot declare": "同一个表写了两次",
    "Cannot mutate": "同一个表写了两次",
    "Duplicate inline table key": "同一个键写了两次",
}
"""By how tomllib begins."""


def not_read(path: str, error: OSError, fix: Both | None = None) -> Problem:
    """Return what is wrong with a file that the system does not let us read."""
    why = system_says(error)
    what = Both(f"cannot be read: {why}.", f"无法读取：{why.zh}。")
    return Problem(path, 0, what, fix or Both("Check its permissions.", "请检查文件权限。"))


def system_says(error: OSError) -> Both:
    """Return what the system says of a file, in Chinese for what happens to people."""
    said = error.strerror or str(error)
    return Both(said, _SYSTEM_ZH.get(error.errno or 0, said))


def said_of(error: RoomhandError | OSError) -> Both:
    """Return what went wrong with a file, whoever says so."""
    return error.said if isinstance(error, RoomhandError) else system_says(error)


_SYSTEM_ZH = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样操作",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
}
