"""Words about places, as notices write them."""

import pytest

from patrol_app.domain.county.places import Place, distance_m, read_place


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("上游1500米，左岸80米", Place(None, 1500, "left", 80)),
        ("上游1500米，左岸", Place(None, 1500, "left", None)),
        ("下游1000米，右岸180米", Place(None, -1000, "right", 180)),
        ("上游5200米，紧邻左岸", Place(None, 5200, "left", 0)),
        ("紧邻左岸", Place(None, 0, "left", 0)),
        ("右岸188米", Place(None, 0, "right", 188)),
        ("断面上游1800米", Place(None, 1800, None, None)),
        ("白水河断面上游700米", Place("白水河断面", 700, None, None)),
        ("上游1.5公里", Place(None, 1500, None, None)),
        ("上游2千米，右岸50米", Place(None, 2000, "right", 50)),
        ("左岸泄洪渠", Place(None, None, "left", None)),
        ("断面调查范围内", None),
        ("断面上游河两岸500米范围内", None),
        ("", None),
    ],
)
def test_words_become_metres(words, place):
    assert read_place(words) == place


def test_a_thousandth_of_a_degree_is_111_m_north_and_less_east():
    assert distance_m((112_900_000, 35_400_000), (112_900_000, 35_401_000)) == 111
    assert distance_m((112_900_000, 35_400_000), (112_901_000, 35_400_000)) == 91
