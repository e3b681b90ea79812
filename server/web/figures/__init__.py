"""What the manager reads of a period: figures, tickets behind them, exceptions, files and scheduled reports."""
