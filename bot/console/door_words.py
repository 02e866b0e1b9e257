"""What the console says to who comes in: signing in, and the first start."""

from __future__ import annotations

from collections.abc import Mapping

DOOR_TEXTS: Mapping[str, tuple[str, str]] = {
    # who may not
    "deny.look": (
        "Your account may look, not act. An admin can invite you as agent.",
        "您的账号只能查看，不能操作。可请管理员邀请您为客服。",
    ),
    "deny.admin": ("Only an admin can do this.", "只有管理员可以这样做。"),
    "deny.signed_out": ("Sign in first.", "请先登录。"),
    "deny.proxy": (
        "A proxy passed this on that [console] proxies does not name.",
        "这个请求经过了 [console] proxies 里没有写的代理。",
    ),
    "deny.host": (
        "This console does not answer under that host name. Open it under the address the program"
        " prints at its start.",
        "控制台不能用这个域名打开。请用程序启动时给出的地址。",
    ),
    "deny.https": (
        "From elsewhere this console is reached through HTTPS only.",
        "从其他机器只能通过 HTTPS 访问控制台。",
    ),
    "deny.foreign": ("This came from another site, so nothing was done.", "请求来自其他网站，没有执行。"),
    "deny.incomplete": ("The form is incomplete; reload the page.", "表单不完整，请刷新页面。"),
    "deny.mode": ("There is no such room, mode or step.", "没有这个直播间、模式或级别。"),
    "deny.role": ("There is no such role.", "没有这个角色。"),
    "error.number": ("This cannot be done ({n}).", "无法完成（{n}）。"),
    # coming in
    "start.title": ("Welcome to the console", "欢迎使用控制台"),
    "start.intro": (
        "What are you called? Your colleagues see this name beside the cases you take.",
        "怎么称呼您？同事会在您接手的问题旁看到这个名字。",
    ),
    "start.name": ("Your name", "您的名字"),
    "start.password": ("Password (optional)", "密码（可不填）"),
    "start.password_hint": (
        "So that you can sign in again without a new link; at least {n} characters.",
        "有了密码，下次不用新链接也能登录；至少 {n} 个字符。",
    ),
    "start.go": ("Go to the queue", "进入待办"),
    "start.name_wrong": (
        "Write a name of up to 40 characters, and not the bot's own.",
        "请填写名字，最多 40 个字符，且不能用机器人的名字。",
    ),
    "start.name_taken": (
        "Somebody is called {name} already. Take another name.",
        "已经有人叫 {name} 了，请换一个名字。",
    ),
    "start.password_short": (
        "A password has at least {n} characters. Or leave it empty.",
        "密码至少 {n} 个字符，也可以不填。",
    ),
    "start.dead": ("This link does not work any more", "这个链接已失效"),
    "start.dead_fix": (
        "Each link works once and for a day. Ask an admin for a new one, or make one on the machine"
        " where Roomhand runs:",
        "每个链接只能用一次，有效期一天。请向管理员要一个新的，或在运行 Roomhand 的机器上生成：",
    ),
    "login.title": ("Sign in", "登录"),
    "login.password": ("Password", "密码"),
    "login.go": ("Sign in", "登录"),
    "login.wrong": ("Name or password is wrong.", "名字或密码不对。"),
    "login.wait": ("Too many tries. Try again in {seconds} s.", "尝试次数过多，请 {seconds} 秒后再试。"),
    "login.no_password": (
        "No password? A one-time link signs you in: ask an admin, or run",
        "没有密码？可以用一次性链接登录：请管理员发一个，或运行",
    ),
}
