"""Any moment of the past: floors folded from the journal, films, reasons, lives."""
