"""Where the written words of a publication come from: the same words stand in several places and versions.

The reason of a refusal is told at the top, with the decision and in the timeline, and again in every later
version. A *source* names it once ("act:812:reason", "message:17:text"), so that words taken out by a
decision are taken out wherever they stand, and stay out.
"""

from collections.abc import Iterable, Iterator, Mapping

from public.leaves import flatten, is_redactable, without

_OF_TIMELINE = {"reason": "reason", "late_reason": "late_reason", "exception": "exception_reason"}


def sources(content: Mapping, event: int) -> Iterator[tuple[str, str]]:
    """The (JSON pointer, source) of every field of a document that may be taken out.

    `event` is the record's number of the act that made the publication: its own reason stands at /reason.
    """
    for path, _value in flatten(content):
        if is_redactable(path):
            yield path, _source(content, event, path.split("/")[1:])


def _source(content: Mapping, event: int, steps: list[str]) -> str:
    match steps:
        case ["criteria", place, _]:
            return f"criterion:{content['criteria'][int(place)]['no']}:reason"
        case ["messages", place, key]:
            return f"message:{_known(content['messages'][int(place)], 'id', place)}:{key}"
        case ["timeline", place, key]:
            act = _known(content["timeline"][int(place)], "event", f"at-{place}")
            return f"act:{act}:{_OF_TIMELINE[key]}"
        case ["decision", key]:
            return f"act:{_known(content['decision'], 'event', 'decision')}:{key}"
        case ["reason"]:
            return f"act:{event}:reason"
    return ":".join(steps)


def _known(row: Mapping, key: str, otherwise: str):
    """The number a row carries; its place where a row of no act or a wholly emptied one carries none."""
    return otherwise if row.get(key) is None else row[key]


def sources_under(content: Mapping, event: int, paths: Iterable[str]) -> set[str]:
    """The sources of the fields at these JSON pointers."""
    wanted = set(paths)
    return {source for path, source in sources(content, event) if path in wanted}


def places_of(content: Mapping, event: int, wanted: set[str]) -> list[str]:
    """The JSON pointers of a document at which words of these sources stand."""
    values = dict(flatten(content))
    return [path for path, source in sources(content, event) if source in wanted and values[path] is not None]


def left_out(content: Mapping, event: int, redactions: Iterable[Mapping]) -> dict:
    """A document without what earlier versions of the same result had taken out, saying so in `left_out`.

    `redactions` are the redactions of the earlier versions, as their rows tell them.
    """
    told = []
    for redaction in redactions:
        for path in places_of(content, event, set(redaction["sources"])):
            content = without(content, path)
            told.append(
                {"path": path} | {key: redaction[key] for key in ("decision", "reason", "on", "event")}
            )
    return {**content, "left_out": told}
