"""How long somebody will wait, who is truly ahead, how long services take, and what people are told of it. Pure."""
