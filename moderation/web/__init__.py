"""The front door: the only room that speaks HTTP. Views read their input, open one transaction, call one service, answer."""
