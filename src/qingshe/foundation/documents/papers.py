"""Papers from templates: the same values as PDF, to be signed, and as Word, to be changed.

Dates in the values are written 2026-03-09, an empty one leaves room for a hand. `address`, where
there is one, is what the QR leads to. What else a paper needs stands in its sample.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from qingshe.foundation import heavy
from qingshe.foundation.documents import faces, shelf

Values: TypeAlias = Mapping[str, object]
Maker: TypeAlias = Callable[[str, Values], bytes]


def pdf(paper: str, values: Values) -> bytes:
    """A PDF with its faces inside; the same values give the same file.

    Invalid when a character cannot be set or the city's template is broken; KeyError when a value
    is missing, which is a mistake of the caller.
    """
    cleaned = _complete(paper, values)
    faces.check(_texts(cleaned))
    typesetting = heavy.part("qingshe.foundation.documents.typesetting")
    return bytes(typesetting.typeset(shelf.find(f"{paper}.typ"), cleaned))


def word(paper: str, values: Values) -> bytes:
    """A .docx to be changed by hand; its faces are those of the machine that opens it.

    Invalid when a name has a character of somebody's own making or the city's template is broken;
    KeyError as above.
    """
    cleaned = _complete(paper, values)
    faces.check_elsewhere(_texts(cleaned))
    filling = heavy.part("qingshe.foundation.documents.filling")
    return bytes(filling.fill(shelf.find(f"{paper}.docx"), cleaned))


def _complete(paper: str, values: Values) -> dict[str, object]:
    missing = shelf.sample(paper).keys() - values.keys()
    if missing:
        raise KeyError(f"{paper}: {', '.join(sorted(missing))}")
    return {key: _cleaned(value) for key, value in values.items()}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return "".join(char for char in value if _is_meant(char))
    if isinstance(value, Mapping):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value


def _is_meant(char: str) -> bool:
    """Control and zero-width characters come from chat tools and are not meant.

    Private and new characters are: they stand in names, so they are set or refused, never dropped.
    """
    invisible = unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\t"
    return not invisible and ord(char) & 0xFFFE != 0xFFFE  # the last two of a plane are none


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
