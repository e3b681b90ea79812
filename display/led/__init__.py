"""LED strips and boards: the frames cards understand (pure), the agent that keeps them right, and virtual cards.

`paihao led` begins in `agent.py`, `paihao virtual-led` in `virtual/command.py`. Nothing here decides who is called.
"""
