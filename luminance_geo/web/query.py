"""The query of an address read strictly, for what programs ask: nothing unknown, nothing twice, errors that name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.datastructures import QueryParams

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_

SHOWN = 60
"""Characters of what was sent that an error repeats."""

_UNKNOWN = N_("{parameter}: this parameter does not exist here. Known ones: {accepted}.")
_REPEATED = N_("{parameter}: give it once, with commas between values.")
_NOT_ONE_OF = N_("{parameter}: “{value}” is not one of: {accepted}.")


def read_query(query: QueryParams, known: Iterable[str]) -> dict[str, str]:
    """The parameters given, stripped, empty ones left out. Raises `InvalidInput` naming the first that cannot be.

    >>> read_query(QueryParams("q= potager &cause="), ("q", "cause"))
    {'q': 'potager'}
    """
    names, given = tuple(known), dict[str, str]()
    for name, value in query.multi_items():
        if name not in names:
            raise InvalidInput(_UNKNOWN, parameter=name[:SHOWN], accepted=", ".join(names))
        if name in given:
            raise InvalidInput(_REPEATED, parameter=name)
        given[name] = value.strip()
    return {name: value for name, value in given.items() if value}


def one_of(given: Mapping[str, str], name: str, choices: Iterable[str], default: str) -> str:
    """A code of a closed list. Raises `InvalidInput`."""
    value, accepted = given.get(name, default), tuple(choices)
    if value not in accepted:
        raise InvalidInput(_NOT_ONE_OF, parameter=name, value=value[:SHOWN], accepted=", ".join(accepted))
    return value
