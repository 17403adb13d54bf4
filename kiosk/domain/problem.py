"""The catalogue of problems: every failure a person can see, by a stable code, zh and en."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.domain.fact import Bilingual


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry: HTTP status, and a sentence with named places in Chinese and English."""

    status: int
    zh: str
    en: str


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
        "密钥文件{path}读不出来；请从备份恢复它，不要新建。",
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
    # The catalogue
    "catalogue-faulty": Kind(
        422, "事项目录有{count}处问题：\n{faults}", "The catalogue has {count} faults:\n{faults}"
    ),
    "catalogue-unreadable": Kind(
        422, "提交的事项目录读不出来。", "The catalogue that was sent cannot be read."
    ),
    "catalogue-missing": Kind(
        409, "还没有发布过事项目录。", "No catalogue has been published yet."
    ),
    "effective-in-past": Kind(
        422,
        "生效时间不能早于现在：可能已有人看过这一页。",
        "A catalogue cannot take effect in the past: somebody may have read the page since.",
    ),
    # Batches
    "batch-not-found": Kind(404, "没有批次{batch}。", "There is no batch {batch}."),
    "batch-recalled": Kind(
        409, "批次{batch}已经停用，不能再改。", "Batch {batch} is recalled and cannot be changed."
    ),
    "batch-state-recall": Kind(
        422,
        "停用批次{batch}要写原因，请用 kiosk batch recall。",
        "Recalling batch {batch} needs a reason: use kiosk batch recall.",
    ),
    "batch-state-back": Kind(
        409,
        "批次{batch}已是{state}，状态只能向前。",
        "Batch {batch} is already {state}; its state only moves forward.",
    ),
    "reason-missing": Kind(422, "请写明停用的原因。", "Give the reason of the recall."),
    "replacement-self": Kind(
        422, "批次{batch}不能由自己替换。", "Batch {batch} cannot replace itself."
    ),
    "design-not-found": Kind(
        404, "没有版式{design}；有：{known}。", "There is no design {design}; there are: {known}."
    ),
    "services-repeated": Kind(422, "同一事项写了两次。", "A service is named twice."),
    "services-not-chosen": Kind(
        422,
        "版式{design}印的是全部事项，不用选事项。",
        "Design {design} shows the whole catalogue; do not choose services.",
    ),
    "services-missing": Kind(
        422, "版式{design}要指明事项。", "Design {design} needs one or more services."
    ),
    "placements-missing": Kind(422, "没有投放点。", "There are no placements."),
    "placements-faulty": Kind(
        422,
        "投放点有{count}处问题，没有建立批次：\n{faults}",
        "The placements have {count} faults; no batch was made:\n{faults}",
    ),
    "placement-faulty": Kind(422, "投放点“{name}”的内容不对。", "Placement “{name}” is not valid."),
    "district-not-found": Kind(422, "没有区县“{district}”。", "There is no district “{district}”."),
    "serials-exhausted": Kind(
        409, "卡码不够{size}个。", "There are not {size} serials left in one run."
    ),
    # Cards
    "card-text-too-long": Kind(
        422,
        "{service}的卡面放不下：“{box}”一栏超出{surplus}个字（{text}）。",
        "{service} does not fit its card: {box} is {surplus} characters too long ({text}).",
    ),
    "card-too-full": Kind(
        422,
        "{service}的卡面放不下：“{box}”一栏高出{surplus:.1f}毫米。",
        "{service} does not fit its card: {box} is {surplus:.1f} mm too high.",
    ),
    "card-character-missing": Kind(
        422,
        "{service}的卡面“{box}”一栏有印刷字体没有的字：{characters}。",
        "The print fonts lack characters of {service}, {box}: {characters}.",
    ),
    "card-address-too-long": Kind(
        422,
        "卡上的网址太长，二维码在版式{design}上会印得太细；请换短一些的域名。",
        "The address is too long for the symbol of design {design}; use a shorter host name.",
    ),
    "design-faulty": Kind(
        422,
        "版式{design}有{count}处问题：\n{faults}",
        "Design {design} has {count} faults:\n{faults}",
    ),
    "design-quiet-zone": Kind(
        422,
        "版式{design}的“{box}”进入了二维码四周的空白区。",
        "In design {design} {box} enters the quiet zone of the symbol.",
    ),
    "picture-too-coarse": Kind(
        422, "{dpi} dpi 太低，印不出二维码。", "{dpi} dpi is too coarse for a symbol."
    ),
    # Why a card is only a 样张
    "specimen-not-https": Kind(
        409, "网址{address}不是 https。", "The address {address} is not https."
    ),
    "specimen-local-address": Kind(
        409,
        "网址{address}只在本机或内网有效。",
        "The address {address} opens on this machine or network only.",
    ),
    "specimen-draft": Kind(
        409, "{service}还没有经办公室确认。", "{service} is not confirmed by the office."
    ),
    "specimen-catalogue-draft": Kind(
        409,
        "还有事项没有经办公室确认：{services}。",
        "Services not confirmed by the office: {services}.",
    ),
    "specimen-partial": Kind(
        409,
        "{service}的“{box}”待核实（只见于旁证）。",
        "{service}, “{box}”: seen in a secondary source only.",
    ),
    "specimen-knowledge": Kind(
        409, "{service}的“{box}”待核实。", "{service}, “{box}”: not verified."
    ),
    "specimen-office": Kind(
        409, "{service}的“{box}”待填。", "{service}, “{box}”: to be filled in by the office."
    ),
    # Reports
    "report-day-faulty": Kind(
        422,
        "“{text}”不是日期；请写成 2026-11-01 这样。",
        "“{text}” is not a day; write it like 2026-11-01.",
    ),
    "report-days-reversed": Kind(
        422,
        "开始日期 {first} 晚于结束日期 {last}。",
        "The first day, {first}, is after the last day, {last}.",
    ),
    "report-too-long": Kind(
        422,
        "一份报表最多 {most} 天，现在要的是 {days} 天；请分几份下载。",
        "A report covers at most {most} days, not {days}; ask for several.",
    ),
    "report-by-missing": Kind(
        422,
        "请写明按什么统计，可以是：{known}。",
        "Say what to break the report down by: {known}.",
    ),
    "report-by-unknown": Kind(
        422,
        "不能按“{word}”统计；可以是：{known}。",
        "A report cannot be broken down by “{word}”; there are: {known}.",
    ),
    "report-by-repeated": Kind(
        422,
        "“{by}”里有一项写了两次。",
        "One of “{by}” is named twice.",
    ),
    "report-too-large": Kind(
        422,
        "结果超过 {most} 行；请缩短日期，或者少按一项统计。",
        "The answer has more than {most} lines; ask for fewer days or one dimension less.",
    ),
    "report-format-unknown": Kind(
        422,
        "没有格式“{name}”；可以是：{known}。",
        "There is no format “{name}”; there are: {known}.",
    ),
    "report-inconsistent": Kind(
        500,
        "各项汇总互相对不上，没有生成报表；请运行 kiosk verify 核对。",
        "The totals do not agree with each other, so no report was made; run kiosk verify.",
    ),
    # Tokens
    "token-needed": Kind(
        401,
        "需要令牌：Authorization: Bearer …",
        "A bearer token is needed: Authorization: Bearer …",
    ),
    "token-refused": Kind(
        401, "这个令牌无效或者已停用。", "This token is not valid or has been revoked."
    ),
    "token-name-missing": Kind(422, "请给令牌起一个名字。", "Give the token a name."),
    "token-taken": Kind(409, "已有名为“{name}”的令牌。", "A token named “{name}” exists."),
    "token-not-found": Kind(
        404, "没有正在使用的令牌“{name}”。", "There is no active token “{name}”."
    ),
}


class Problem(Exception):  # noqa: N818 - a problem is told to a person; it need not be an error
    """A failure that a person is told about; `code` is a key of `KINDS`.

    A `Bilingual` place is told in the language of the sentence.
    """

    def __init__(self, code: str, /, **places: object) -> None:
        super().__init__(code)
        self.code = code
        self.places = places

    @property
    def status(self) -> int:
        """HTTP status."""
        return KINDS[self.code].status

    def text(self, language: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        kind = KINDS[self.code]
        sentence = kind.zh if language == "zh" else kind.en
        places = {
            name: place.text(language) if isinstance(place, Bilingual) else place
            for name, place in self.places.items()
        }
        return sentence.format(**places)

    def __str__(self) -> str:
        return f"{self.code}: {self.text('en')}"
