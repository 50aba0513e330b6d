"""The bitmap-block index: a million initiatives answer a filter, a radius or a move of the map within a few frames.

Rows are in map order, so 64 neighbours make one word of every bitmap, and what is known of a word spares its rows:

    rows in map order    0 ───────────── 63 │ 64 ─────────── 127 │ 128 ────────── 191 │ …       (columns, 1,000,000)
                                 word 0     │       word 1       │       word 2       │ …          (layout, 15,625)
    cause: food          …0110010100010011… │ …0000000000000000… │ …1111011111111111… │
    skill: cooking     & …0100010000010010… │ …0111010100100000… │ …1010000111101100… │     masks   OR, then AND
                       = …0100010000010010… │ …0000000000000000… │ …1010000111100100… │
    sphere, box                inside       │        –           │      crossed       │     around  keep, drop or
                               keeps        │    never asked     │  opens: its rows   │     boxes   open the word
    least rank                 4,120        │       17           │        803         │     best    open best first
    grain, cell            in one grain     │        –           │   across cells     │     grid    count or open

A question goes from words to rows to PROJ, each deciding what the one before left open, so that answers are exact.

    for n rows, w = n/64 words, m words that match, r rows of the words opened

    count, rows     masks              O(w) per code asked for, less with a radius; O(r log r) for words (`q`) and days
    near, nearest   spheres, around    O(w/64), O(words reached), O(r), PROJ at the rim and for what is shown
    bbox, grid      boxes, grid        O(w), O(r), O(p log p) to unite p pieces of cells
    first           best               O(w), O(64·k) for the first k in any order
    facets          facets             O(w) per code, less with a radius
    by region       territories        O(words of the kind's regions)
    without         part               O(w): rows die by a bit; what was added or edited lies in another part
    build           layout             O(n), a few passes

With a radius, 64 words make a group, which has a sphere too: words of groups out of reach are not even looked at.
Nothing loops over words in Python: numpy does, or where the extra is installed (`tools`) machine code, `compiled`.
"""

from luminance_geo.catalogue.blocks.part import TOLD, BlocksPart

__all__ = ["TOLD", "BlocksPart"]
