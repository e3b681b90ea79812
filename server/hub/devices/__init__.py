"""The registry of devices, letting them in, the opening self-check, what readers and recordings bring."""
