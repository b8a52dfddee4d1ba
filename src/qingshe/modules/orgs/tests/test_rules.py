from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.foundation.access import lineage
from qingshe.kernel.divisions import Level, level_of, lies_in
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import rules

NOW = datetime(2026, 9, 1, tzinfo=UTC)
CODES = st.from_regex(r"[1-9]\d{11}", fullmatch=True)


class TestPlaces:
    @given(CODES)
    def test_a_place_lies_below_its_parent_in_path_and_code(self, code: str) -> None:
        path = rules.path_of(code)
        above = rules.parent_path(path)
        assert path.startswith(above)
        assert path != above
        assert above in lineage(path)

    @given(CODES, CODES)
    def test_paths_nest_as_codes_do(self, code: str, other: str) -> None:
        inside = rules.path_of(code).startswith(rules.path_of(other)) and code != other
        assert inside == lies_in(code, other)

    @given(CODES)
    def test_a_moved_code_lies_where_it_was_moved_to(self, code: str) -> None:
        street, elsewhere = f"{code[:6]}001000", "990199007000"
        if level_of(code) is Level.COMMUNITY and lies_in(code, street):
            assert lies_in(rules.moved_code(code, street, elsewhere), elsewhere)

    @pytest.mark.parametrize(
        ("path", "above"),
        [
            ("/", ""),
            ("/14/", "/"),
            ("/14/04/d01/", "/14/04/"),
            ("/44/19/00/003/", "/44/19/"),
            ("/14/04/03/001/003/g01/", "/14/04/03/001/003/"),
        ],
    )
    def test_a_unit_hangs_on_the_next_place_above(self, path: str, above: str) -> None:
        assert rules.parent_path(path) == above

    def test_the_next_number_is_one_more_than_the_highest(self) -> None:
        assert rules.next_number([], "d") == "d01"
        assert rules.next_number(["d01", "d09", "003", "g44"], "d") == "d10"

    def test_a_code_of_another_level_is_told_with_both(self) -> None:
        words = rules.problems_of_code("140403000000", level=Level.STREET)
        assert words == "区划代码 140403000000 是县级的代码，应为街道(乡镇)。"

    def test_a_code_outside_its_parent_is_told(self) -> None:
        assert "不在上级" in rules.problems_of_code("140503000000", parent="140400000000")


class TestPauses:
    @pytest.mark.parametrize(
        ("failures", "minutes"),
        [(1, 0), (4, 0), (5, 15), (6, 0), (10, 30), (15, 60), (20, 120), (500, 1440)],
    )
    def test_double_with_every_round_of_failures(self, failures: int, minutes: int) -> None:
        until = rules.blocked_until(failures, NOW)
        assert (until or NOW) - NOW == timedelta(minutes=minutes)

    @pytest.mark.parametrize(
        ("left", "words"), [(10, "1 分钟"), (840, "14 分钟"), (14400, "4 小时")]
    )
    def test_are_told_in_minutes_or_hours(self, left: int, words: str) -> None:
        assert words in rules.wait_in_words(NOW + timedelta(seconds=left), NOW)


class TestSeats:
    def test_every_role_sits_somewhere(self) -> None:
        places = [(kind, level) for kind in rules.Kind for level in Level]
        for role in Role:
            assert any(not rules.seat_fits(role, *place) for place in places)

    def test_a_gatekeeper_may_sit_in_a_bureau_and_a_worker_may_not(self) -> None:
        assert not rules.seat_fits(Role.GATEKEEPER, rules.Kind.DEPARTMENT, Level.CITY)
        assert rules.seat_fits(Role.WORKER, rules.Kind.DEPARTMENT, Level.COMMUNITY)
