"""The hub: act(command) under the hall's lock, follow the journal, build every audience's view."""
