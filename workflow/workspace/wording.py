"""Names inside sentences: the kind of a unit is a common noun there, "xã Hiếu", and large at the start."""


def in_sentence(name: str) -> str:
    """A unit's full name as it stands in the middle of a sentence."""
    return name[:1].lower() + name[1:]


def begun(sentence: str) -> str:
    """A sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]
