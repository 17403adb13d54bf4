"""Backups, and putting them back."""

from __future__ import annotations

from typing import Final

from kiosk.domain.problems.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    # Making one
    "backup-there": Kind(
        409,
        "{path}已经存在，没有覆盖它；请换一个文件名。",
        "The file {path} exists and was not overwritten; choose another name.",
    ),
    "backup-busy": Kind(
        409,
        "另一个命令正在写{path}，请等它结束。",
        "Another command is writing {path}; wait until it has ended.",
    ),
    "backup-unsound": Kind(
        500,
        "数据库自检发现损坏，没有做备份：{why}。请运行 kiosk verify 查看，保留以前的备份。",
        "The database is damaged, so no backup was made: {why}. Run kiosk verify, and keep the"
        " backups you have.",
    ),
    "backup-unlogged": Kind(
        500,
        "备份已经写到{path}，但没有记进日志：{why}",
        "The backup {path} was made, but the log does not have it: {why}",
    ),
    "passphrase-short": Kind(
        422,
        "备份口令至少要{least}个字符，现在是{length}个。",
        "A passphrase needs at least {least} characters; this one has {length}.",
    ),
    "passphrase-long": Kind(
        422,
        "备份口令最多{most}个字符，现在是{length}个。",
        "A passphrase has at most {most} characters; this one has {length}.",
    ),
    "passphrase-unreadable": Kind(
        422,
        "读不出口令文件{path}：{why}。",
        "The passphrase file {path} cannot be read: {why}.",
    ),
    # Putting one back: nothing was written
    "passphrase-wrong": Kind(
        403,
        "备份口令不对，或者备份文件被改动过；什么都没有写入。",
        "The passphrase is wrong, or the backup was changed; nothing was written.",
    ),
    "backup-unreadable": Kind(
        422,
        "{path}不能作为备份读出：{why}；什么都没有写入。",
        "The file {path} cannot be read as a backup: {why}; nothing was written.",
    ),
    "backup-damaged": Kind(
        422,
        "备份文件已损坏：{why}；什么都没有写入，请用另一份备份。",
        "The backup is damaged: {why}; nothing was written. Use another one.",
    ),
    "backup-newer": Kind(
        422,
        "备份的版本{found}比本程序认识的{known}新；请用更新的程序恢复，什么都没有写入。",
        "The backup has version {found}, newer than the {known} of this program; nothing was"
        " written. Restore it with a newer program.",
    ),
    "backup-other-kind": Kind(
        409,
        "备份出自{theirs}数据库，设置的却是{ours}；请更改 KIOSK_DATABASE_URL，什么都没有写入。",
        "The backup is of a {theirs} database, the settings name {ours}; nothing was written."
        " Change KIOSK_DATABASE_URL.",
    ),
    "restore-database-there": Kind(
        409,
        "{place}已有数据库，没有覆盖它；请恢复到空的数据文件夹（KIOSK_DATA_DIR）或空的数据库。",
        "There is a database at {place}, which was not overwritten; restore into an empty data"
        " folder (KIOSK_DATA_DIR) or an empty database.",
    ),
    "restore-keys-differ": Kind(
        409,
        "密钥文件{path}不是这份备份的密钥，没有覆盖它；请把它移开，或者换一个 KIOSK_SECRET_FILE。",
        "The secret file {path} has not the keys of this backup and was not overwritten; move it"
        " away, or set KIOSK_SECRET_FILE.",
    ),
}
