"""What somebody should know now, when it is raised and cleared; devices by their beats. Pure."""
