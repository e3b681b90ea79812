"""Reports as files: tables, a printable month, a day in words; made from what was counted, beside a running hub."""
