from qingshe.foundation.documents.codes import qr


def test_chinese_in_an_address_is_written_as_every_scanner_reads_it() -> None:
    assert qr("https://a.example/v/长/") == qr("https://a.example/v/%E9%95%BF/")
