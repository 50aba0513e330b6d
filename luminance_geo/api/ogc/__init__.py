"""OGC API – Features 1.0: collections of initiatives, needs and regions that GIS programs read live."""
