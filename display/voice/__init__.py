"""The voice: wording and sound are pure (`phrase`, `feed`, `sound`); engines, speakers and the announcer act.

An engine runs in a process of its own (`worker`), so that whatever it does, calls are never blocked.
"""
