import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from qingshe.foundation import numbers

pytestmark = pytest.mark.django_db


def test_numbers_follow_each_other_in_each_series_and_year() -> None:
    assert [numbers.take("长社准", 2026) for _ in range(3)] == [1, 2, 3]
    assert numbers.take("长社准", 2027) == 1
    assert numbers.take("长社拒", 2026) == 1


def test_a_rollback_gives_the_number_back() -> None:
    with transaction.atomic():
        numbers.take("长社准", 2026)
        transaction.set_rollback(True)
    assert numbers.take("长社准", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_no_number_is_taken_without_its_record() -> None:
    with pytest.raises(TransactionManagementError):
        numbers.take("长社准", 2026)


def test_a_number_is_written_as_official_papers_write_it() -> None:
    assert numbers.style("长社准", 2026, 12) == "长社准〔2026〕0012号"
    assert numbers.style("长社准", 2026, 12345) == "长社准〔2026〕12345号"
