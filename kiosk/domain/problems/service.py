"""Pages, settings, folder, database and commands."""

from __future__ import annotations

from typing import Final

from kiosk.domain.problems.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    # Pages
    "not-found": Kind(404, "没有这个页面。", "There is no such page."),
    "method-not-allowed": Kind(
        405, "这个地址不接受这样的请求。", "This address does not take such a request."
    ),
    "server-error": Kind(
        500,
        "服务出了错，已经记下（编号{reference}）。请稍后再试。",
        "The service failed and has noted it (reference {reference}). Try again later.",
    ),
    "service-not-found": Kind(404, "没有事项{service}。", "There is no service {service}."),
    # Settings
    "settings-faulty": Kind(422, "设置不对：{faults}。", "Settings are wrong: {faults}."),
    "config-unreadable": Kind(
        422, "读不出设置文件{path}：{why}。", "The file {path} cannot be read: {why}."
    ),
    "workers-need-server": Kind(
        422,
        "多个进程（--workers）需要 PostgreSQL；SQLite 只能用一个进程。",
        "More than one worker needs PostgreSQL; SQLite has one writer.",
    ),
    "file-unwritable": Kind(
        422, "不能写入{path}：{why}。", "The file {path} cannot be written: {why}."
    ),
    "time-unreadable": Kind(
        422,
        "“{text}”不是日期或时间；请写成 2026-11-24 或 2026-11-24T09:00。",
        "“{text}” is no date or time; write 2026-11-24 or 2026-11-24T09:00.",
    ),
    # The clock
    "clock-right": Kind(
        409,
        "服务器时间没有疑问，不用确认。",
        "The clock is in no doubt: there is nothing to confirm.",
    ),
    "clock-moved": Kind(
        409,
        "您看到的服务器时间是 {seen}，现在却是 {now}：请重新看一遍再确认。",
        "The clock said {seen} when you looked and says {now} now: look again, then confirm.",
    ),
    "clock-apart": Kind(
        409,
        "本机和数据库服务器的时间相差 15 分钟以上，不能确认；请把两台机器的时间都校准。",
        "The clocks of this machine and of the database server differ by over 15 minutes and cannot"
        " be confirmed; set both right.",
    ),
    "clock-doubted": Kind(
        409,
        "服务器时间有疑问，确认以前不能发布目录，也不能改为“已印制”：请看“扫码统计”上的提示，"
        "或者运行 kiosk clock show。",
        "The clock is in doubt, and what is published or printed now would bear its time for ever:"
        " see the note at the desk, or run kiosk clock show.",
    ),
    # The folder, the database and the keys
    "folder-taken": Kind(
        503,
        "数据文件夹{folder}正由另一个服务使用；请先停止它，或者换一个 KIOSK_DATA_DIR。",
        "Another service is using the data folder {folder}; stop it first, or set KIOSK_DATA_DIR.",
    ),
    "folder-unusable": Kind(
        503,
        "不能使用数据文件夹{folder}：{why}。",
        "The data folder {folder} cannot be used: {why}.",
    ),
    "folder-open": Kind(
        503,
        "数据文件夹{folder}对本机的其他用户开放，而本程序不能改它的权限（{why}）；"
        "请把它交给运行本服务的用户（chown），权限设为 700。",
        "Other users of this machine can open the data folder {folder}, and this program cannot"
        " change that ({why}); give it to the user that runs the service (chown), with mode 700.",
    ),
    "address-taken": Kind(
        503,
        "不能在{host}的端口{port}上服务：{why}；请换一个 --port。",
        "Cannot listen on {host} port {port}: {why}; choose another --port.",
    ),
    "database-newer": Kind(
        503,
        "数据库的版本{found}比本程序认识的{known}新；请使用更新的程序。",
        "The database has schema {found}, newer than the {known} of this program; update it.",
    ),
    "database-older": Kind(
        503,
        "数据库的版本{found}比本程序的{known}旧；请先用本程序启动一次服务（kiosk serve）。",
        "The database has schema {found}, older than the {known} of this program; start kiosk serve"
        " once.",
    ),
    "database-missing": Kind(
        404,
        "数据文件夹{folder}里没有数据库；请核对 KIOSK_DATA_DIR。",
        "There is no database in the data folder {folder}; check KIOSK_DATA_DIR.",
    ),
    "zone-changed": Kind(
        503,
        "数据库的统计时区是{kept}，设置却是{asked}；请把 KIOSK_TIMEZONE 改回{kept}。",
        "The database counts days in {kept}, the setting says {asked}; set KIOSK_TIMEZONE back.",
    ),
    "store-failed": Kind(
        503, "数据库没能完成：{why}。请稍后再试。", "The database failed: {why}. Try again later."
    ),
    "secret-file-broken": Kind(
        503,
        "密钥文件{path}读不出来；请从备份恢复它（kiosk restore），不要新建。",
        "The secret file {path} cannot be read; restore it from a backup, do not make a new one.",
    ),
    "code-key-missing": Kind(
        503,
        "密钥文件{path}缺少卡码密钥{key}；请从备份恢复，否则已印的卡都会失效。",
        "The secret file {path} lacks code key {key}; restore it, or printed cards turn invalid.",
    ),
    "code-key-retired": Kind(
        409,
        "签发这些卡码的密钥{key}已停用，卡码不再有效。",
        "Code key {key}, which signed these codes, is retired; they are no longer valid.",
    ),
    "code-key-unknown": Kind(
        404, "没有正在使用的卡码密钥{key}。", "There is no active code key {key}."
    ),
    "code-key-last": Kind(
        409,
        "{key}是最后一个卡码密钥，不能停用；请先 kiosk key rotate。",
        "{key} is the last code key and cannot be retired; run kiosk key rotate first.",
    ),
    "hash-missing": Kind(
        503,
        "本机的 OpenSSL 没有{algorithm}；请把 KIOSK_CRYPTO 设为 sha256。",
        "OpenSSL on this machine lacks {algorithm}; set KIOSK_CRYPTO to sha256.",
    ),
    # Commands that go through the running service
    "act-unknown": Kind(400, "服务不认识操作{act}。", "The service knows no act {act}."),
    "act-unreadable": Kind(
        400, "操作{act}的参数读不懂。", "The arguments of the act {act} cannot be read."
    ),
    "service-version": Kind(
        409,
        "正在运行的服务是{theirs}版，本命令是{ours}版；请用同一版本。",
        "The running service is version {theirs}, this command {ours}; use the same version.",
    ),
    "service-unreachable": Kind(
        503,
        "数据文件夹被占用，但服务没有应答；请稍后再试。",
        "The data folder is in use, but its service does not answer; try again later.",
    ),
}
