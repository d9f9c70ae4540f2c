"""Finding people by name, whatever the tones, or by username."""

from portal.people.models import User
from portal.units.names import fold

MOST = 20


def people_named(query: str, limit: int = MOST) -> list[User]:
    """Open accounts whose name holds every word asked for as the beginning of one of its words; best first.

    Two queries, whatever the number of accounts: names are compared folded.
    """
    words = fold(query[:100]).split()
    if not words:
        return []
    found = []
    accounts = User.objects.filter(is_active=True).values_list("pk", "full_name", "username")
    for pk, name, username in accounts.iterator(chunk_size=2000):
        folded = fold(name)
        parts = [*folded.split(), *fold(username).split(), username.casefold()]
        if all(any(part.startswith(word) for part in parts) for word in words):
            exact = folded == " ".join(words)
            found.append((not exact, not folded.startswith(words[0]), folded, pk))
    best = [pk for *_rank, pk in sorted(found)[:limit]]
    people = User.objects.in_bulk(best)
    return [people[pk] for pk in best]
