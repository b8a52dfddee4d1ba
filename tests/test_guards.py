"""The rules of the house that no linter knows."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.forms import Form

from qingshe.kernel.workflow import Transition
from qingshe.web.forms import VersionField

SOURCE = Path(__file__).parents[1] / "src" / "qingshe"
MODULES = SOURCE / "modules"
MODULES_WITH_POLICY = sorted(path.parent.name for path in MODULES.glob("*/policy.py"))
MIGRATIONS = sorted(SOURCE.rglob("migrations/0*.py"))
ROOMS_WITH_THE_DATABASE = {"models", "queries", "services"}
ROOMS_APART = {"migrations", "tests"}
TOUCH = {"objects", "_base_manager", "bulk_create", "bulk_update"}


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def room_of(path: Path) -> str:
    return path.relative_to(MODULES).parts[1].removesuffix(".py")


FILES_WITHOUT_THE_DATABASE = [
    path
    for path in sorted(MODULES.glob("*/**/*.py"))
    if room_of(path) not in ROOMS_WITH_THE_DATABASE | ROOMS_APART
]


@pytest.mark.parametrize("path", FILES_WITHOUT_THE_DATABASE, ids=name_of)
def test_only_models_queries_and_services_touch_the_database(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not TOUCH & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("module", MODULES_WITH_POLICY)
def test_every_transition_has_a_policy(module: str) -> None:
    rules = import_module(f"qingshe.modules.{module}.rules")
    policy = import_module(f"qingshe.modules.{module}.policy")
    moves = {rule for rule in vars(rules).values() if isinstance(rule, Transition)}
    assert moves == set(policy.MAY)


@pytest.mark.parametrize("path", MIGRATIONS, ids=name_of)
def test_migrations_import_nothing_of_ours(path: Path) -> None:
    assert "qingshe." not in path.read_text(encoding="utf-8")


def test_links_between_modules_leave_no_way_back() -> None:
    for model in filter(is_ours, apps.get_models()):
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            target, link = field.related_model, field.remote_field
            if isinstance(target, type) and target._meta.app_label != model._meta.app_label:
                assert link is None or link.hidden, f"{field} needs related_name='+'"


def test_no_form_about_a_record_counts_without_the_version_that_was_seen() -> None:
    for path in sorted(MODULES.glob("*/forms.py")):
        import_module(f"qingshe.modules.{path.parent.name}.forms")
    about_records = [form for form in kinds_of(Form) if "version" in form.base_fields]
    assert about_records
    for form in about_records:
        field = form.base_fields["version"]
        assert isinstance(field, VersionField), form
        assert field.required, form


def kinds_of(form: type[Form]) -> list[type[Form]]:
    return [kind for one in form.__subclasses__() for kind in (one, *kinds_of(one))]


def is_ours(model: type[Model]) -> bool:
    return model.__module__.startswith("qingshe.")
