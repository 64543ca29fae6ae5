"""The nine items as the notice prints them, with words to tap on that stay what they are."""

import re

from patrol_app.domain.checklist import ITEMS, VERSION

# The codes stand in records for ever: a code that is missing here was renamed, a new one asks for a new VERSION.
CODES_OF_VERSION_1 = {
    1: "black_water odd_colour foam oil_film smell dead_fish green_floating unsure",
    2: "building digging farming bank_damage monitor_damage unsure",
    3: "household_waste building_waste straw floating_waste spoil barrier unsure",
    4: "dry_weather_outflow odd_outflow new_pipe irrigation_return unsure",
    5: "waste_water manure grazing washing_vehicles plant_overflow unsure",
    6: "fishing plant_digging unsure",
    7: "tilted broken faded outdated missing unsure",
    8: "washing_clothes railing_damage other unsure",
    9: "",
}


def test_there_are_nine_items_in_the_order_of_the_notice():
    assert [item.number for item in ITEMS] == list(range(1, 10))


def test_the_codes_are_those_of_their_version():
    assert VERSION == 1
    assert {item.number: " ".join(chip.code for chip in item.chips) for item in ITEMS} == (
        CODES_OF_VERSION_1
    )


def test_not_being_sure_is_always_an_answer():
    assert all(item.chips[-1].label == "拿不准" for item in ITEMS[:8])


def test_each_item_asks_in_the_words_of_the_notice():
    for item in ITEMS:
        assert re.match("是否|是否有|历次", item.official), item.official
        assert item.official.endswith("。")
    assert ITEMS[1].official == (
        "是否存在涉河违建和其他侵占河湖岸线问题；是否存在侵占、毁坏堤防、护岸、水文和水质监测等设施的现象；"
        "是否存在河湖管理范围内非法采砂、建房、取土、垦植等现象。"
    )


def test_labels_can_be_read_at_arms_length():
    assert all(len(item.label) <= 12 for item in ITEMS)
    assert all(len(chip.label) <= 8 for item in ITEMS for chip in item.chips)


def test_no_code_means_two_things():
    labels = {(chip.code, chip.label) for item in ITEMS for chip in item.chips}
    assert len({code for code, _ in labels}) == len(labels)
