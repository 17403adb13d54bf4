"""The whole story over real HTTP: from the catalogue to the report, and every count exact."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

import assets
from tests.cards.readers import READERS
from tests.faults.process import Service
from tests.serving import WECHAT

pytestmark = pytest.mark.browser

PLACES = (
    ("历下区", "历下区政务服务中心", "窗口", 200),
    ("平阴县", "平阴县政务服务中心", "窗口", 100),
    ("平阴县", "平阴县政务大厅", "自助终端", 1),
)
SERVICES = ("QC04", "QC10")
DISTRICTS = {"历下区": "370102", "平阴县": "370124"}
CHANGED = "公证指引（修订）"
HALL = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36"
)
PASSWORD = "四棵柳树 两口清泉 一座桥"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A first start on an empty folder, at the address that symbols will carry."""
    started = Service(tmp_path_factory.mktemp("story") / "data")
    started.settings["KIOSK_PUBLIC_URL"] = f"http://127.0.0.1:{started.port}"
    started.settings["LANG"] = "zh_CN.UTF-8"
    started.start()
    yield started
    started.kill()


@dataclass
class Story:
    """What happens, and what must be counted for it."""

    service: Service
    chromium: Browser
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.service.port}"

    def phone(self) -> BrowserContext:
        """A phone with WeChat."""
        return self.chromium.new_context(
            user_agent=WECHAT, viewport={"width": 360, "height": 640}, locale="zh-CN"
        )

    def opened(self, address: str) -> Page:
        """An address opened on a phone of its own."""
        page = self.phone().new_page()
        answer = page.goto(address)
        assert answer is not None
        assert answer.headers["x-scan"] == "recorded"
        return page

    def ask(self, path: str, method: str = "GET", **headers: str) -> int:
        """Ask for a path as another program would; the status."""
        asked = urllib.request.Request(
            self.url + path,
            method=method,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        try:
            with urllib.request.urlopen(asked) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


def today() -> str:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def read_symbols(picture: Image.Image) -> list[str]:
    """What both readers read, which must be the same."""
    found = [reader(picture) for reader in READERS]
    assert found[0] == found[1]
    return found[0]


def publish_a_change(story: Story) -> None:
    """Change a service's file, check the folder, publish it, see it on the page."""
    catalogue = story.folder / "catalogue"
    shutil.copytree(assets.path("catalogue"), catalogue)
    file = catalogue / "services" / "QC04.toml"
    text = file.read_text("utf-8")
    before = re.search(r'^band = "(.+)"$', text, re.MULTILINE)
    assert before is not None
    file.write_text(text.replace(before[0], f'band = "{CHANGED}"'), "utf-8")
    assert "没有问题" in story.service.command("catalogue", "check", str(catalogue))
    published = json.loads(story.service.command("catalogue", "publish", str(catalogue), "--json"))
    assert [(row["service"], row["number"]) for row in published["revisions"]] == [("QC04", 2)]
    with urllib.request.urlopen(f"{story.url}/services/QC04") as answer:
        assert CHANGED in answer.read().decode()


def make_cards(story: Story) -> list[dict[str, str]]:
    """A batch for three placements in two districts; its codes."""
    placements = story.folder / "placements.csv"
    with placements.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("区县", "投放点", "类型", "数量"), *PLACES])
    made = story.service.command(
        *("batch", "create", "--design", "a5-process", "--service", ",".join(SERVICES)),
        *("--placements", str(placements), "--json"),
    )
    codes: list[dict[str, str]] = json.loads(made)["codes"]
    assert [(code["district"], code["service"]) for code in codes] == [
        (DISTRICTS[district], service) for district, *_ in PLACES for service in SERVICES
    ]
    return codes


def print_and_read(story: Story, codes: list[dict[str, str]]) -> list[str]:
    """Render the print file, rasterise it, read every symbol."""
    target = story.folder / "cards.pdf"
    story.service.command("cards", "render", "B0001", "--format", "pdf", "-o", str(target))
    pages = pypdfium2.PdfDocument(target)
    read = [read_symbols(page.render(scale=300 / 72).to_pil()) for page in pages]
    assert read == [[code["url"]] for code in codes]
    return [address for found in read for address in found]


def open_every_card(story: Story, addresses: list[str], codes: list[dict[str, str]]) -> None:
    """Each symbol on a phone of its own: the right service, for the right place, at once."""
    titles = {"QC04": CHANGED, "QC10": "行政复议申请"}
    places = {number: name for name, number in DISTRICTS.items()}
    for address, code in zip(addresses, codes, strict=True):
        page = story.opened(address)
        heading = page.locator("main").inner_text()
        assert places[code["district"]] in heading
        assert titles[code["service"]] in heading
        assert page.url == f"{story.url}/services/{code['service']}?district={code['district']}"
        page.reload()  # at the page's own address: no scan
        page.context.close()


def open_the_screen(story: Story, codes: list[dict[str, str]]) -> str:
    """The hall's screen: touch a service, take it away; what its symbol says."""
    hall = next(code for code in codes if code["name"] == "平阴县政务大厅")
    # Chromium without a window calls itself a robot's browser, and would be counted as one.
    screen = story.chromium.new_page(
        user_agent=HALL, viewport={"width": 1080, "height": 1920}, locale="zh-CN"
    )
    screen.goto(f"{story.url}/kiosk/{hall['code']}")
    assert "平阴县政务大厅" in screen.locator("body").inner_text()
    screen.locator('a[href$="/QC10"]').first.click()
    screen.wait_for_url("**/QC10*")
    picture = Image.open(BytesIO(screen.screenshot()))
    (address,) = read_symbols(picture)
    screen.close()
    return address


def open_as_others_do(story: Story, codes: list[dict[str, str]]) -> None:
    """A robot, a preview, a HEAD, a forged and an unknown code: none of them a person."""
    path = f"/S/{codes[0]['code']}"
    assert story.ask(path, User_Agent="Mozilla/5.0 (compatible; Baiduspider/2.0)") == 200
    assert story.ask(path, User_Agent=WECHAT, Sec_Purpose="prefetch") == 503
    assert story.ask(path, method="HEAD", User_Agent=WECHAT) == 200
    assert story.ask("/S/0123456789AB", User_Agent=WECHAT) == 404
    assert story.ask("/S/NOCODE", User_Agent=WECHAT) == 404


def sign_in(story: Story) -> Page:
    """The first administrator, by the link that the first start kept in its file."""
    link = (story.service.data / "first-link.txt").read_text().strip()
    page = story.chromium.new_page(
        viewport={"width": 1280, "height": 900}, locale="zh-CN", accept_downloads=True
    )
    page.goto(link)
    page.fill("[name=name]", "张三")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/admin")
    return page


def download(page: Page, by: str, form: str, days: tuple[str, str]) -> bytes:
    """A report, as the desk's form downloads it."""
    query = f"from={days[0]}&to={days[1]}&by={by}&format={form}"
    with page.expect_download() as got:
        page.evaluate("(to) => { location.href = to; }", f"/admin/report/download?{query}")
    return Path(got.value.path()).read_bytes()


def rows_of(csv_file: bytes) -> tuple[list[dict[str, str]], dict[str, int]]:
    """The lines of a report's CSV, and its waterfall."""
    assert csv_file.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(csv_file.decode("utf-8-sig"))))
    total = next(place for place, line in enumerate(lines) if line[0] == "合计")
    parts = {line[0]: line[1] for line in lines[total + 1 :] if len(line) > 1}
    waterfall = {
        name.removeprefix("减：").removeprefix("得："): int(number)
        for name, number in parts.items()
        if number.isdigit()
    }
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:total]], waterfall


def test_the_whole_story(service: Service, chromium: Browser, tmp_path: Path) -> None:
    story = Story(service, chromium, tmp_path)
    begun = today()
    publish_a_change(story)
    codes = make_cards(story)
    addresses = print_and_read(story, codes)
    open_every_card(story, addresses, codes)
    taken = open_the_screen(story, codes)
    story.opened(taken).context.close()
    open_as_others_do(story, codes)
    page = sign_in(story)
    days = (begun, today())
    check_report(page, codes, days)
    check_workbook(download(page, "day,service,source", "xlsx", days))


def check_report(page: Page, codes: list[dict[str, str]], days: tuple[str, str]) -> None:
    """Exact per day, service, district, placement, source; the others only in the waterfall."""
    expected: Counter[tuple[str, ...]] = Counter()
    for code in codes:
        expected[code["service"], code["district"], code["name"], "明白卡"] += 1
    screen = ("QC10", "370124", "平阴县政务大厅", "大厅屏幕")
    expected[screen] += 1
    rows, waterfall = rows_of(download(page, "day,service,district,placement,source", "csv", days))
    columns = ("事项编号", "区县代码", "投放点", "来源")
    counted = Counter(
        {tuple(row[name] for name in columns): int(row["有效扫码次数"]) for row in rows}
    )
    assert counted == expected
    assert {row["日期"] for row in rows} <= set(days)
    touched = {
        tuple(row[name] for name in columns): int(row["触屏查看"])
        for row in rows
        if row["触屏查看"] != "0"
    }
    assert touched == {screen: 1}
    assert waterfall == {
        "全部打开": 11,
        "重复扫码": 0,
        "机器人": 1,
        "预览、预取": 1,
        "工作人员": 0,
        "已停用": 0,
        "短时异常高频": 0,
        "校验不符": 1,
        "未签发": 1,
        "有效扫码次数": 7,
        "未能记录": 0,
        "待入账": 0,
        "频率不可信": 0,
    }


def check_workbook(file: bytes) -> None:
    """The same as a workbook with real dates and numbers and its definitions."""
    book = openpyxl.load_workbook(BytesIO(file))
    assert book.sheetnames[:2] == ["统计", "说明"]
    rows = list(book["统计"].iter_rows(values_only=True))
    total = next(row for row in rows if row[0] == "合计")
    scans = rows[0].index("有效扫码次数")
    assert total[scans] == 7
    assert isinstance(rows[1][0], datetime)
    meanings = {row[0] for row in book["说明"].iter_rows(values_only=True)}
    assert {"全部打开", "减：机器人", "得：有效扫码次数", "归类规则"} <= meanings
