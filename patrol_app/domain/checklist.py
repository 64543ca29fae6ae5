"""The nine items of every patrol: the notices' wording as printed, and short words to tap on.

Source: domain, The nine items of every patrol (巡查内容).
"""

from dataclasses import dataclass

VERSION = 1
"""Goes up when an item, a hint or a chip changes; codes are never renamed or used for something else."""


@dataclass(frozen=True)
class Chip:
    """One thing the eye sees, no verdict; `code` stands in a problem's category."""

    code: str
    label: str


@dataclass(frozen=True)
class Item:
    """One question of a patrol: `official` as the notice words it, `label` and `hint` as people speak."""

    number: int
    official: str
    label: str
    hint: str
    chips: tuple[Chip, ...]


UNSURE = Chip("unsure", "拿不准")


def _item(number: int, official: str, label: str, hint: str, **chips: str) -> Item:
    named = tuple(Chip(code, words) for code, words in chips.items())
    return Item(number, official, label, hint, (*named, UNSURE))


ITEMS: tuple[Item, ...] = (
    _item(
        1,
        "是否存在河道水体异味、颜色异常情况。",
        "水发臭、变色",
        "发黑、发白、有泡沫、油花",
        black_water="发黑",
        odd_colour="变色",
        foam="泡沫",
        oil_film="油花",
        smell="臭味",
        dead_fish="死鱼",
        green_floating="绿色漂浮物",
    ),
    _item(
        2,
        "是否存在涉河违建和其他侵占河湖岸线问题；"
        "是否存在侵占、毁坏堤防、护岸、水文和水质监测等设施的现象；"
        "是否存在河湖管理范围内非法采砂、建房、取土、垦植等现象。",
        "占河道、毁堤",
        "盖房、挖沙、取土、开荒",
        building="河边盖房",
        digging="挖沙取土",
        farming="开荒种地",
        bank_damage="堤岸损坏",
        monitor_damage="监测设施损坏",
    ),
    _item(
        3,
        "是否存在擅自在河湖管理和保护范围内设置拦河阻碍物，堆放、弃置垃圾，弃土弃渣和倾倒废弃物品等现象。",
        "倒垃圾、倒土、拦河",
        "垃圾、秸秆、渣土、挡水的东西",
        household_waste="生活垃圾",
        building_waste="建筑垃圾",
        straw="农作物秸秆",
        floating_waste="水面漂浮物",
        spoil="渣土",
        barrier="拦河物",
    ),
    _item(
        4,
        "是否有未经批准擅自新建、改建、扩建排污口，排放是否明显异常和违法偷排行为。",
        "新开排污口、乱排水",
        "晴天管口出水就要报",
        dry_weather_outflow="晴天管口出水",
        odd_outflow="颜色气味不对",
        new_pipe="新挖新接管口",
        irrigation_return="灌溉退水",
    ),
    _item(
        5,
        "是否存在工矿企业、畜禽养殖场、污水处理设施、服务行业等不按国家规定配备污染物、废弃物处理设施"
        "或者向河道倾倒废弃物品的行为。",
        "厂子、养殖场往河里倒",
        "废水、粪污、废料",
        waste_water="废水",
        manure="粪污",
        grazing="河边放牧",
        washing_vehicles="洗车洗桶",
        plant_overflow="污水站外溢",
    ),
    _item(
        6,
        "是否存在非法捕捞野生动物、采集或采挖湿地植物等破坏水生态环境的行为。",
        "捕捞、采挖",
        "电鱼网鱼、挖湿地植物",
        fishing="捕捞",
        plant_digging="采挖植物",
    ),
    _item(
        7,
        "是否存在河长公示牌设置不规范，是否存在倾斜、破损、变形、变色、老化等影响使用和美观的问题。",
        "公示牌歪了、坏了、掉色",
        "河长牌、断面牌、水质公告牌",
        tilted="倾斜",
        broken="破损",
        faded="掉色",
        outdated="信息过期",
        missing="丢了",
    ),
    _item(
        8,
        "是否存在其他影响河湖生态环境的问题。",
        "别的问题",
        "河边洗衣、危险处等",
        washing_clothes="洗衣",
        railing_damage="护栏损坏",
        other="其他",
    ),
    Item(9, "历次巡查发现的问题是否得到真正解决。", "老问题真解决了吗", "一个一个看", ()),
)
"""巡查内容, in the order of the notice (N1, the three annexes)."""
