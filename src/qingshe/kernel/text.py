"""Chinese text as search and the gate read it."""

import re
import unicodedata

_NOT_MEANT = {"Cc", "Cf", "Cs"}  # control, format (zero width), half of a surrogate pair
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[a-z0-9]+|[一-鿿㐀-䶿豈-﫿〇]+|[^\W_]+")


def clean(text: str) -> str:
    """Text without control and invisible characters, line breaks and tabs kept.

    What people paste from chat tools carries zero-width marks; they are never meant. Private and
    newer characters stay: rare names are written with them.
    """
    if text.isprintable():  # most of it is: nothing in it can be invisible
        return text
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in _NOT_MEANT
    )


def normalise(text: str) -> str:
    """One spelling for one thing: full width to half (NFKC), lower case, white space folded."""
    folded = unicodedata.normalize("NFKC", clean(text)).lower()
    return _SPACE.sub(" ", folded).strip()


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters of each run of letters, in order: 王小伟 → 王小 小伟.

    A run of one character is a token of its own, so that nothing is lost.
    """
    return [
        run[at : at + 2]
        for run in _WORD.findall(normalise(text))
        for at in range(max(1, len(run) - 1))
    ]
