"""The back door: what RQ calls, who looks after what RQ forgets, and how both are started."""
