"""The hub of Paihao: one hall's journal, its rules, and the wire to kiosks, windows and displays."""
