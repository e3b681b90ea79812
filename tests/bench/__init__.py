"""`make bench`: how close the hub comes to what the same stack could do bare. Not collected by pytest."""
