"""The kinds of messages. Each room registers its own in AppConfig.ready; rows keep the key and parameters.

So a message is worded when it is read or sent, in the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind: an ASCII key, and lazy title and body with %(name)s parameters.

    A message of many lines gives `words` instead, which makes title and body of the parameters.
    """

    key: str
    title: str = ""
    body: str = ""
    words: Callable[[dict], tuple[str, str]] | None = None

    def worded(self, params: dict) -> tuple[str, str]:
        """Title and body in the language at hand. Raises KeyError when a parameter is missing."""
        if self.words is not None:
            return self.words(params)
        return str(self.title) % params, str(self.body) % params


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds. Raises ValueError when a key is taken by another."""
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"two kinds of messages are called {kind.key}")


def kind_of(key: str) -> Kind:
    """The kind with this key. Raises KeyError."""
    return _kinds[key]
