"""The door of Isso's client: the same addresses and answers, so that its script, unchanged, shows and sends our comments."""

from moderation.web.isso import around, changing, frame, reading, writing

BLUEPRINTS = (frame.blueprint,)
for room in (reading, around, writing, changing):
    room.install(frame.blueprint)
