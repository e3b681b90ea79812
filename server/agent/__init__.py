"""What every agent shares: its file, the way in to the hub, its devices' beats, and the pipes to hardware.

An agent is a process beside a device. Here may live only what two of them need; no Flask, nothing of the hub
but `server.client` and `server.protocol`.
"""
