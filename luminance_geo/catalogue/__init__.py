"""The search index: filters, facets, distances and viewport cells over every published initiative."""
