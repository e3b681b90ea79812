"""A whole day of a hall without a hall: the domain's own verbs and routing, driven by a list of visitors. Pure."""
