from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.domain.period import Period, Zone
from kiosk.domain.problem import Problem
from kiosk.domain.report import Ask, Clocks, Dimension, Imprint, Line, Report, Waterfall
from kiosk.domain.scan import Class

DAY = date(2026, 11, 24)


def waterfall(person: int, repeat: int) -> Waterfall:
    return Waterfall.of({Class.PERSON: person, Class.REPEAT: repeat})


def report(*lines: Line, last: date = DAY) -> Report:
    total = Line.total(lines)
    return Report(
        ask=Ask(Period(date(2026, 11, 20), last), (Dimension.SERVICE,)),
        lines=lines,
        clocks=Clocks(0, 0),
        waterfall=waterfall(total.scans, total.repeats),
        unrecorded=0,
        rules="2026-11",
        robots="list 1",
        is_draft=True,
        names={Dimension.SERVICE: {"QC10": "行政复议申请", "": "全部事项"}},
        kinds={},
        imprint=Imprint(made_at=datetime(2026, 11, 24, 9, tzinfo=UTC), timezone="Asia/Shanghai"),
    )


def test_an_ask_keeps_its_dimensions_in_the_order_they_were_asked_for() -> None:
    ask = Ask.read("2026-11-01", "2026-11-30", "service, day ,batch")
    assert ask.period == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert ask.by == (Dimension.SERVICE, Dimension.DAY, Dimension.BATCH)


@pytest.mark.parametrize(
    ("first", "last", "by", "told"),
    [
        ("2026-11-31", "2026-12-01", "day", "“2026-11-31”不是日期；请写成 2026-11-01 这样。"),
        ("20261101", "2026-12-01", "day", "“20261101”不是日期；请写成 2026-11-01 这样。"),
        ("2026-W45-1", "2026-12-01", "day", "“2026-W45-1”不是日期；请写成 2026-11-01 这样。"),
        ("2026-11-01", "", "day", "“”不是日期；请写成 2026-11-01 这样。"),
        (
            "２０２６-11-01",
            "2026-12-01",
            "day",
            "“２０２６-11-01”不是日期；请写成 2026-11-01 这样。",
        ),
        ("2026-11-01\n", "2026-12-01", "day", "“2026-11-01\n”不是日期；请写成 2026-11-01 这样。"),
        ("0206-11-01", "2026-12-01", "day", "“0206-11-01”不是日期；请写成 2026-11-01 这样。"),
        ("2026-11-01", "9999-12-31", "day", "“9999-12-31”不是日期；请写成 2026-11-01 这样。"),
        ("2026-11-02", "2026-11-01", "day", "开始日期 2026-11-02 晚于结束日期 2026-11-01。"),
        (
            "2026-01-01",
            "2029-01-05",
            "day",
            "一份报表最多 1100 天，现在要的是 1101 天；请分几份下载。",
        ),
        (
            "2026-11-01",
            "2026-11-01",
            " ,",
            "请写明按什么统计，可以是：day, service, district, placement, batch, source。",
        ),
        (
            "2026-11-01",
            "2026-11-01",
            "day,week",
            "不能按“week”统计；可以是：day, service, district, placement, batch, source。",
        ),
        ("2026-11-01", "2026-11-01", "day,service,day", "“day,service,day”里有一项写了两次。"),
    ],
)
def test_a_faulty_ask_is_refused_with_one_sentence(
    first: str, last: str, by: str, told: str
) -> None:
    with pytest.raises(Problem) as caught:
        Ask.read(first, last, by)
    assert caught.value.text("zh") == told
    assert caught.value.status == 422
    assert caught.value.text("en")


def test_the_longest_and_the_shortest_periods_are_allowed() -> None:
    assert len(Ask.read("2026-01-01", "2029-01-04", "day").period.days) == 1_100
    assert len(Ask.read("2999-12-31", "2999-12-31", "day").period.days) == 1


@pytest.mark.parametrize("by", [(), (Dimension.DAY, Dimension.DAY)])
def test_an_ask_without_or_with_repeated_dimensions_cannot_be_made(
    by: tuple[Dimension, ...],
) -> None:
    with pytest.raises(ValueError, match=r"^\("):
        Ask(Period(DAY, DAY), by)


def test_a_total_is_the_sum_of_its_lines() -> None:
    lines = [Line(("QC06",), 1, 2, 3, 4), Line(("QC10",), 10, 20, 30, 40)]
    assert Line.total(lines) == Line((), 11, 22, 33, 44)
    assert Line.total([]) == Line((), 0, 0, 0, 0)


def test_every_class_is_a_part_of_the_waterfall_once() -> None:
    counts = {klass: 10**place for place, klass in enumerate(Class)}
    whole = Waterfall.of(counts)
    assert dict(whole.parts) == counts
    assert len(whole.parts) == len(Class)
    assert whole.all == 111_111_111
    assert whole.parts[-1] == (Class.PERSON, whole.person)


def test_a_waterfall_whose_parts_do_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="all=3"):
        replace(waterfall(1, 1), all=3)


def test_a_report_whose_lines_and_waterfall_differ_is_refused() -> None:
    whole = report(Line(("QC10",), 5, 1, 0, 0))
    for other in (waterfall(4, 1), waterfall(5, 0)):
        with pytest.raises(Problem) as caught:
            replace(whole, waterfall=other)
        assert caught.value.code == "report-inconsistent"


def test_an_id_without_a_name_stands_for_itself() -> None:
    told = report()
    assert told.name(Dimension.SERVICE, "QC10") == "行政复议申请"
    assert told.name(Dimension.SERVICE, "") == "全部事项"
    assert told.name(Dimension.SERVICE, "QC99") == "QC99"
    assert told.name(Dimension.DAY, DAY) == "2026-11-24"


@pytest.mark.parametrize(
    ("last", "unfinished"),
    [
        (date(2026, 11, 23), None),
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 30), date(2026, 11, 24)),
    ],
)
def test_days_that_are_not_over_are_told(last: date, unfinished: date | None) -> None:
    assert report(last=last).unfinished_from == unfinished


def test_a_period_in_the_future_is_unfinished_from_its_first_day() -> None:
    ahead = Ask.read("2027-01-01", "2027-01-31", "service")
    assert replace(report(), ask=ahead).unfinished_from == date(2027, 1, 1)


def test_an_imprint_tells_the_time_of_the_zone_of_the_days() -> None:
    imprint = Imprint.of(Zone("Asia/Shanghai"), 1_795_500_300_000, issuer="某局", language="en")
    assert imprint.made_at.isoformat() == "2026-11-24T14:05:00+08:00"
    assert (imprint.timezone, imprint.issuer, imprint.language) == ("Asia/Shanghai", "某局", "en")
