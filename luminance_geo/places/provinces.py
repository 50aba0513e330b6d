"""Provinces and territories as people write them after a place's name."""

from __future__ import annotations

_WAYS = {
    "NL": "nl|terre neuve et labrador|terre neuve|newfoundland and labrador|newfoundland|labrador",
    "PE": "pe|pei|ipe|i p e|ile du prince edouard|prince edward island",
    "NS": "ns|n s|n e|nouvelle ecosse|nova scotia",
    "NB": "nb|n b|nouveau brunswick|new brunswick",
    "QC": "qc|pq|que|quebec",
    "ON": "on|ont|ontario",
    "MB": "mb|man|manitoba",
    "SK": "sk|sask|saskatchewan",
    "AB": "ab|alb|alta|alberta",
    "BC": "bc|b c|cb|c b|colombie britannique|british columbia",
    "YT": "yt|yn|yukon",
    "NT": "nt|nwt|tno|t n o|territoires du nord ouest|northwest territories",
    "NU": "nu|nunavut",
}
_CODE_OF = {way: code for code, ways in _WAYS.items() for way in ways.split("|")}
_LONGEST_WAY = max(way.count(" ") + 1 for way in _CODE_OF)


def split_province(folded: str) -> tuple[str, str | None]:
    """The name without the province that ends it, and that province's code; or the text as it is and None.

    >>> split_province("london ontario"), split_province("saint jean n b"), split_province("quebec")
    (('london', 'ON'), ('saint jean', 'NB'), ('quebec', None))
    """
    words = folded.split()
    for count in range(min(_LONGEST_WAY, len(words) - 1), 0, -1):
        code = _CODE_OF.get(" ".join(words[-count:]))
        if code is not None:
            return " ".join(words[:-count]), code
    return folded, None
