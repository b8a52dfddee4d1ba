from qingshe.foundation.documents.codes import picture, qr


def test_chinese_in_an_address_is_written_as_every_scanner_reads_it() -> None:
    assert qr("https://a.example/v/长/") == qr("https://a.example/v/%E9%95%BF/")


def test_a_picture_is_drawn_once_and_is_that_of_its_address_and_size() -> None:
    one = picture("https://a.example/v/长/", scale=4)
    assert one == qr("https://a.example/v/长/").png_data_uri(scale=4)
    assert one != picture("https://a.example/v/治/", scale=4)
    assert one is picture("https://a.example/v/长/", scale=4)
