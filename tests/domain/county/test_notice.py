"""A notice of the wrong shape is refused by its place in the file."""

import copy
import json

import pytest

from patrol_app.commands.county import JINCHENG
from patrol_app.domain.county.notice import read_notice
from patrol_app.domain.errors import BadShape

RAW = json.loads(JINCHENG.read_text(encoding="utf-8"))


def test_the_real_file_is_read():
    notice = read_notice(RAW)
    assert [len(part) for part in (notice.villages, notice.sections, notice.sources)] == [8, 3, 37]
    (section, *_) = notice.sections
    assert (section.target_class, section.survey_upstream_m) == ("Ⅲ", 10500)
    assert notice.rivers[0].length_m == 58_900
    assert notice.rivers[0].basin_ha == 41_170


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["villages"], None, "villages"),
        (["villages", 0], "洞头村", "villages[0]."),
        (["villages", 1, "hamlets"], "西武匠村", "villages[1].hamlets"),
        (["sections", 0, "name"], " ", "sections[0].name"),
        (["sections", 0, "lat"], 352.4, "sections[0].lon"),
        (
            ["sections", 0, "survey_range_m", "upstream"],
            "10500",
            "sections[0].survey_range_m.upstream",
        ),
        (["pollution_sources", 2, "lon"], True, "pollution_sources[2].lon"),
        (["pollution_sources", 2, "kind"], "别的", "pollution_sources[2].kind"),
        (["pollution_sources", 2, "place"], 12, "pollution_sources[2].place"),
    ],
)
def test_what_is_wrong_is_named(path, value, where):
    raw = copy.deepcopy(RAW)
    node = raw
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises(BadShape) as refusal:
        read_notice(raw)
    assert list(refusal.value.data["errors"]) == [where]


def test_what_is_no_object_is_no_notice():
    with pytest.raises(BadShape):
        read_notice([])
