"""A profile brought in, changed and set up; whose account may be changed how; media for the walls."""
