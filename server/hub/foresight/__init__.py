"""A day foreseen from the tables, this moment as a start, what-ifs; what anybody may know who thinks of coming."""
