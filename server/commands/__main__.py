"""`python -m server.commands` is `paihao`, for processes that start one another."""

from server.commands import main

if __name__ == "__main__":
    main()
