"""The record of a person: as usual, all blank, long, hostile, empty."""

from typing import Any

from printing.forms.record_form import RecordField, RecordForm, RecordMember, RecordSection
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

ADDRESS = "湖南省长沙市天心区坡子街街道碧湘社区晏家塘 12 号"

# Heading, value; a heading with "+" takes a line of its own.
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "基本": (
        ("姓名", "李䶮"),
        ("曾用名", ""),
        ("性别", "男"),
        ("民族", "汉族"),
        ("出生日期", "1968年11月2日"),
        ("籍贯", ""),
        ("证件号", "430103196811021234"),
        ("政治面貌", ""),
        ("文化程度", ""),
        ("婚姻状况", ""),
        ("健康状况", ""),
        ("户口类别", ""),
        ("联系电话", "13874215267"),
        ("户籍地址+", ADDRESS),
        ("现住址+", ADDRESS),
        ("紧急联系人+", "刘勇（儿子）13974210000"),
    ),
    "服役": (
        ("入伍时间", "1987年10月"),
        ("入伍地", ""),
        ("军种", ""),
        ("部队代号+", ""),
        ("岗位", ""),
        ("军衔职级", ""),
        ("退役时间", "1991年12月"),
        ("退役方式", ""),
        ("退役证件号", ""),
        ("服役年限", ""),
        ("参战参试", ""),
        ("立功受奖", "三等功1次"),
        ("处分", ""),
        ("残疾等级", "因公七级"),
        ("残疾证号", "湘军F008817"),
    ),
    "安置": (("安置方式", ""), ("安置地", ""), ("安置时间", ""), ("安置单位+", "")),
    "优抚": (
        ("优抚类别", "残疾军人"),
        ("享受待遇", "残疾抚恤金"),
        ("批准日期", ""),
        ("证书编号", ""),
        ("认定依据", ""),
        ("供养方式", ""),
        ("孤老", ""),
        ("劳动能力", ""),
        ("生活能力", ""),
    ),
    "就业": (("就业状态", ""), ("单位性质", ""), ("技能证", ""), ("单位岗位+", ""), ("就业意向+", "")),
    "社保": (("医疗保险", ""), ("养老保险", ""), ("断缴", "")),
    "家庭": (("家庭人口", ""), ("18岁以下", ""), ("60岁以上", ""), ("低保特困", "")),
    "住房": (("住房情况", ""), ("面积", "")),
    "银行": (("开户行", ""), ("户名", ""), ("账号", "")),
    "光荣牌": (("编号", ""), ("悬挂日期", "")),
}


def sections(*, known: bool = True) -> tuple[RecordSection, ...]:
    """The sections of the form, with what is known or all blank."""
    return tuple(
        RecordSection(
            title,
            tuple(
                RecordField(name.removesuffix("+"), value if known else "", wide=name.endswith("+"))
                for name, value in rows
            ),
        )
        for title, rows in _FIELDS.items()
    )


MEMBERS = (
    RecordMember("刘桂英", "配偶", "1970年3月8日", "430103197003081126", "退休", "13874211108"),
    RecordMember("刘勇", "儿子", "1994年6月", "430103199406171234", "长沙某某物流有限公司", "13974210000"),
)


def record(**changes: Any) -> RecordForm:
    """A form with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "坡退档〔2026〕17号",
        "sections": sections(),
        "members": MEMBERS,
        "needs": "旧伤复发，想问住院费用怎样报销。",
        "collector": "王静",
        "collected_on": "2026年11月24日",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return RecordForm(**(values | changes))


SAMPLES: dict[str, Any] = {
    "record_form": record(),
    "record_form_by_hand": record(sections=sections(known=False), members=(), needs="", collector=""),
    "record_form_long": record(
        sections=(
            RecordSection(
                "基本", (RecordField("姓名", NAME_60), RecordField(NAME_60, NAME_60), RecordField("简历", NARRATIVE))
            ),
            RecordSection("服役", tuple(RecordField(f"第{at}项", NARRATIVE[: at * 4]) for at in range(30))),
        ),
        members=(RecordMember(NAME_60, NAME_60, NAME_60, NAME_60, NARRATIVE[:200], NAME_60), *MEMBERS * 20),
        needs=NARRATIVE,
    ),
    "record_form_hostile": record(
        **dict.fromkeys(("needs", "collector", "collected_on", "operator", "printed_at"), HOSTILE),
        station_name=HOSTILE * 3,
        number=HOSTILE * 2,
        sections=(
            RecordSection(HOSTILE, (RecordField(HOSTILE, HOSTILE), RecordField("😀" * 4, "😀" * 40))),
            RecordSection("", (RecordField("", "\x00\u200d\t\n"), RecordField("a\nb", "a\nb\nc"))),
        ),
        members=(RecordMember(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), RecordMember("")),
    ),
    "record_form_empty": record(
        station_name="",
        number="",
        sections=(RecordSection("基本"), RecordSection("服役")),
        members=(),
        needs="",
        collector="",
        collected_on="",
        operator="",
        printed_at="",
    ),
    "record_form_marked": record(reprint=12, correction=3),
}
