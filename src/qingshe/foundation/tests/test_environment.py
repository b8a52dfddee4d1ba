from pathlib import Path

import pytest

from qingshe.foundation.environment import BadSetting, Environment


def test_a_variable_is_read_or_its_default() -> None:
    assert Environment({"CITY": "长治市"}).text("CITY") == "长治市"
    assert Environment({}).text("CITY", "某市") == "某市"


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("秘密\n", encoding="utf-8")
    assert Environment({"KEY_FILE": str(tmp_path / "key"), "KEY": "other"}).text("KEY") == "秘密"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    with pytest.raises(BadSetting, match="KEY_FILE"):
        Environment({"KEY_FILE": str(tmp_path / "key")}).text("KEY")


def test_a_flag_is_on_or_off() -> None:
    assert Environment({"DEBUG": "on"}).flag("DEBUG", default=False)
    assert Environment({}).flag("DEBUG", default=True)


@pytest.mark.parametrize("value", ["maybe", "", "True", "ON"])
def test_a_wrong_flag_is_named(value: str) -> None:
    with pytest.raises(BadSetting, match="DEBUG 只能是 on 或 off"):
        Environment({"DEBUG": value}).flag("DEBUG", default=False)


def test_a_number_is_a_number() -> None:
    assert Environment({"PORT": "8000"}).number("PORT", 80) == 8000
    assert Environment({}).number("PORT", 80) == 80


@pytest.mark.parametrize("value", ["", "-1", "1.5", "many", "1e3"])
def test_a_wrong_number_is_named(value: str) -> None:
    with pytest.raises(BadSetting, match="PORT 应为整数"):
        Environment({"PORT": value}).number("PORT", 80)


def test_a_list_is_written_with_commas() -> None:
    assert Environment({"HOSTS": "a, b,,"}).words("HOSTS") == ["a", "b"]


def test_what_was_asked_for_is_remembered_for_the_reference_pages() -> None:
    env = Environment({})
    env.number("PORT", 80, about="端口")
    assert [(one.name, one.default, one.about) for one in env.asked] == [("PORT", "80", "端口")]


def test_a_folder_is_there_or_not_asked_for(tmp_path: Path) -> None:
    assert Environment({"FONTS": str(tmp_path)}).folder("FONTS") == tmp_path
    assert Environment({}).folder("FONTS") is None
    with pytest.raises(BadSetting, match="FONTS"):
        Environment({"FONTS": str(tmp_path / "nowhere")}).folder("FONTS")
