from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from qingshe.foundation import sheets
from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import queries, rules, services
from qingshe.modules.orgs.models import OrgUnit, UnitImport
from tests.cast import CITY, COMMUNITY, COUNTY, STREET, acting_as, administrator, gatekeeper
from tests.queue import run_waiting_tasks

from .builders import a_unit, an_account

pytestmark = pytest.mark.django_db
PROVINCE = {"code": "140000000000", "name": "山西省"}
CITY_ROW = {"code": "140400000000", "name": "长治市"}
COUNTY_ROW = {"code": "140403000000", "name": "潞州区"}
STREET_ROW = {"code": "140403001000", "name": "英雄街道"}
COMMUNITY_ROW = {"code": "140403001003", "name": "西大街社区"}
TREE = [PROVINCE, CITY_ROW, COUNTY_ROW, STREET_ROW, COMMUNITY_ROW]
Rows = list[dict[str, str]]


def table(rows: Rows) -> bytes:
    return sheets.write("组织", services.imports.COLUMNS, rows)


def bring(rows: Rows) -> rules.Plan:
    plan = services.imports.plan_of(administrator(), table(rows))
    services.imports.apply(administrator(), plan)
    return plan


def problems_of(rows: Rows) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        services.imports.plan_of(administrator(), table(rows))
    return list(refusal.value.problems)


class TestPlanning:
    def test_tells_bad_cells_and_bad_rows_at_once(self) -> None:
        problems = problems_of([PROVINCE, {**CITY_ROW, "kind": "市局"}, STREET_ROW])
        assert [problem.partition(" 行")[0] for problem in problems] == ["第 3", "第 4"]

    def test_sorts_the_rows_into_added_changed_closed_and_reopened(self) -> None:
        bring([*TREE, {"code": "140403001004", "name": "东大街社区"}])
        bring([{**COMMUNITY_ROW, "state": "已撤销"}])
        plan = services.imports.plan_of(
            administrator(),
            table(
                [
                    {**STREET_ROW, "name": "英雄中路街道"},
                    COMMUNITY_ROW,
                    {"code": "140403001004", "name": "东大街社区", "state": "已撤销"},
                    {"code": "140403001005", "name": "北大街社区"},
                ]
            ),
        )
        assert services.imports.in_words(plan) == "新设 1 个，更正 1 个，撤销 1 个，恢复 1 个。"

    def test_of_what_is_there_already_has_nothing_to_do(self) -> None:
        bring(TREE)
        assert services.imports.plan_of(administrator(), table(TREE)).is_empty

    def test_leaves_units_the_table_does_not_name_alone(self) -> None:
        bring(TREE)
        assert bring([CITY_ROW]).is_empty
        assert a_unit(COMMUNITY).state == "active"

    def test_lists_every_bad_row_with_its_place(self) -> None:
        problems = problems_of(
            [
                *TREE,
                {"code": "14040", "name": "短"},
                {**COMMUNITY_ROW, "name": "又一个"},
                {"code": "140499001000", "name": "没有上级"},
                {"code": "140403002000", "name": "错级", "level": "县级"},
                {"code": "140403003000", "name": "错类", "community_kind": "村"},
                {"code": "140403004000", "name": "编号", "number": "d01"},
                {"code": "140403001000", "name": "网格", "number": "g01", "level": "网格"},
                {"code": "140403005000", "name": "不存在", "state": "已撤销"},
            ]
        )
        assert [problem.split("：")[0].strip() for problem in problems] == [
            f"第 {row} 行" for row in range(7, 15)
        ]

    def test_refuses_to_close_over_lower_units_and_people(self) -> None:
        bring(TREE)
        an_account(Role.WORKER, COMMUNITY)
        problems = problems_of(
            [{**STREET_ROW, "state": "已撤销"}, {**COMMUNITY_ROW, "state": "已撤销"}]
        )
        assert len(problems) == 1
        assert "任职" in problems[0]
        assert "下级组织" in problems_of([{**STREET_ROW, "state": "已撤销"}])[0]

    def test_closes_a_whole_branch_together(self) -> None:
        bring(TREE)
        bring([{**STREET_ROW, "state": "已撤销"}, {**COMMUNITY_ROW, "state": "已撤销"}])
        assert {a_unit(STREET).state, a_unit(COMMUNITY).state} == {"closed"}

    def test_refuses_what_lies_outside_the_own_territory(self) -> None:
        bring(TREE)
        elsewhere = acting_as(Role.ADMINISTRATOR, COUNTY, 8)
        with pytest.raises(Invalid) as refusal:
            services.imports.plan_of(elsewhere, table([{**CITY_ROW, "name": "别名"}]))
        assert "管理范围" in refusal.value.problems[0]

    def test_knows_a_department_by_its_name_and_numbers_a_new_one(self) -> None:
        department = {"code": "140400000000", "kind": "部门"}
        bring([*TREE, {**department, "name": "市民政局"}])
        plan = bring([{**department, "name": "市民政局"}, {**department, "name": "市财政局"}])
        assert [one.path for one in plan.added] == ["/14/04/d02/"]

    def test_gives_no_number_twice(self) -> None:
        department = {"code": "140400000000", "kind": "部门"}
        rows = [
            {**department, "name": "甲局"},
            {**department, "name": "乙局", "number": "d01"},
            {**department, "name": "丙局"},
        ]
        plan = bring([*TREE, *rows])
        numbers = {one.name: one.path for one in plan.added if one.kind == rules.Kind.DEPARTMENT}
        assert numbers == {"甲局": "/14/04/d02/", "乙局": "/14/04/d01/", "丙局": "/14/04/d03/"}

    def test_does_not_turn_a_department_into_an_office(self) -> None:
        row = {"code": "140400000000", "number": "d01", "name": "市民政局", "kind": "部门"}
        bring([*TREE, row])
        assert "类别不能改" in problems_of([{**row, "kind": "办公室"}])[0]

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a,b\n1,2", b"\x00" * 100])
    def test_refuses_what_is_no_workbook(self, content: bytes) -> None:
        with pytest.raises(Invalid):
            services.imports.plan_of(administrator(), content)


class TestApplying:
    def test_writes_the_tree_with_a_trace_for_each_unit(self) -> None:
        bring(TREE)
        assert a_unit(COMMUNITY).parent == a_unit(STREET)
        assert AuditEntry.objects.filter(action="establish").count() == len(TREE) + 1

    def test_makes_the_units_findable(self) -> None:
        bring(TREE)
        assert queries.units.found(administrator(), "西大街") == [a_unit(COMMUNITY)]

    def test_is_all_or_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def break_down(*args: object) -> None:
            raise Conflict("停电")

        plan = services.imports.plan_of(administrator(), table(TREE))
        monkeypatch.setattr(services.imports, "_close", break_down)
        with pytest.raises(Conflict):
            services.imports.apply(administrator(), plan)
        assert not OrgUnit.objects.exists()

    def test_what_was_exported_is_read_back_as_it_was(self) -> None:
        grid = {"code": "140403001003", "number": "g01", "name": "一网格", "level": "网格"}
        department = {"code": "140400000000", "number": "d01", "name": "局", "kind": "部门"}
        bring([*TREE, grid, department])
        exported = services.imports.rows_of(queries.units.exported(administrator()))
        content = sheets.write("组织", services.imports.COLUMNS, exported)
        assert services.imports.plan_of(administrator(), content).is_empty

    def test_an_export_holds_the_own_territory_alone(self) -> None:
        bring([*TREE, {"code": "140404000000", "name": "上党区"}])
        county = acting_as(Role.ADMINISTRATOR, COUNTY, 8)
        names = [row["name"] for row in services.imports.rows_of(queries.units.exported(county))]
        assert names == ["潞州区", "英雄街道", "西大街社区"]


class TestWithAPreview:
    def preview(self, rows: Rows) -> UnitImport:
        return services.imports.preview(administrator(), filename="组织.xlsx", content=table(rows))

    def test_nothing_is_written_before_somebody_says_yes(self) -> None:
        assert self.preview(TREE).added == len(TREE)
        assert not OrgUnit.objects.exists()

    @pytest.mark.django_db(transaction=True)  # the worker closes its connection after each task
    def test_is_carried_out_by_the_worker_after_a_yes(self) -> None:
        record = self.preview(TREE)
        services.imports.confirm(administrator(), record.pk)
        run_waiting_tasks()
        record = queries.imports.get(administrator(), record.pk)
        assert (record.state, record.outcome[:6]) == ("done", "新设 5 个")
        assert a_unit(COMMUNITY).name == "西大街社区"

    def test_run_twice_is_done_once(self) -> None:
        record = self.preview(TREE)
        services.imports.confirm(administrator(), record.pk)
        services.imports.carry_out(record.pk)
        services.imports.carry_out(record.pk)
        assert OrgUnit.objects.count() == len(TREE) + 1

    def test_does_nothing_when_the_tree_has_changed_meanwhile(self) -> None:
        record = self.preview(TREE)
        services.imports.confirm(administrator(), record.pk)
        a_unit(CITY)
        done = services.imports.carry_out(record.pk)
        assert done.state == "failed"
        assert "重新上传" in done.outcome

    def test_confirmed_twice_is_told(self) -> None:
        record = self.preview(TREE)
        services.imports.confirm(administrator(), record.pk, version=1)
        with pytest.raises(Conflict):
            services.imports.confirm(administrator(), record.pk, version=1)

    def test_can_be_dropped_and_keeps_no_content(self) -> None:
        dropped = services.imports.drop(administrator(), self.preview(TREE).pk)
        assert not dropped.content

    def test_is_the_business_of_administrators(self) -> None:
        with pytest.raises(Denied):
            services.imports.preview(gatekeeper(), filename="a.xlsx", content=table(TREE))


class TestCommand:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "units.xlsx"
        path.write_bytes(table(TREE))
        return path

    def test_imports_a_file(self, file: Path, capsys: Any) -> None:  # noqa: ANN401 - pytest's own
        call_command("orgs", "import", str(file))
        assert "新设 5 个" in capsys.readouterr().out
        assert a_unit(COMMUNITY).name == "西大街社区"

    def test_looks_only_when_told_to(self, file: Path) -> None:
        call_command("orgs", "import", str(file), "--dry-run", verbosity=0)
        assert not OrgUnit.objects.exists()

    def test_names_every_bad_row(self, tmp_path: Path) -> None:
        path = tmp_path / "bad.xlsx"
        path.write_bytes(table([{"code": "1", "name": "短"}]))
        with pytest.raises(CommandError, match="第 2 行"):
            call_command("orgs", "import", str(path))

    def test_says_when_there_is_no_such_file(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="没有这个文件"):
            call_command("orgs", "import", str(tmp_path / "none.xlsx"))

    def test_makes_the_first_administrator(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QINGSHE_ADMIN_PASSWORD", "shuangta-xiyang-7")
        call_command("orgs", "create-admin", "root", verbosity=0)
        account = queries.accounts.named("root")
        assert account is not None
        assert account.check_password("shuangta-xiyang-7")
        assert queries.accounts.held_by(account.pk)[0].role == Role.ADMINISTRATOR

    def test_refuses_a_weak_password(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QINGSHE_ADMIN_PASSWORD", "12345678")
        with pytest.raises(CommandError, match="10"):
            call_command("orgs", "create-admin", "root", verbosity=0)
