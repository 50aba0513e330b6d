"""The collaborative ecosystem: actors, first of all the places that can host what people do together."""
