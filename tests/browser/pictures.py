"""Pictures of a page, compared with those that somebody has looked at and accepted; a browser decodes and compares them."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ACCEPTED = Path(__file__).parent.parent / "data/pictures"
OPTION = "--accept-pictures"
LOUD = 64  # of 255 of any colour: from here on a pixel differs, and is no edge that was drawn more softly
TOLERATED = 0.001  # of all pixels: more than corners and edges that a browser draws a little otherwise, less than a few names that have moved
COMPARE = """async ([before, after, loud]) => {
  const read = async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    return image;
  };
  const images = [await read(before), await read(after)];
  const [width, height] = ['width', 'height'].map((side) => Math.max(...images.map((image) => image[side])));
  const [old, now] = images.map((image) => {
    const brush = new OffscreenCanvas(width, height).getContext('2d', {willReadFrequently: true});
    brush.drawImage(image, 0, 0);
    return brush.getImageData(0, 0, width, height);
  });
  let different = 0;
  for (let at = 0; at < now.data.length; at += 4) {
    const differs = [0, 1, 2, 3].some((one) => Math.abs(old.data[at + one] - now.data[at + one]) >= loud);
    different += differs;
    now.data.set(differs ? [200, 0, 0, 255] : [0, 1, 2].map((one) => 192 + now.data[at + one] / 4).concat(255), at);
  }
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  canvas.getContext('2d').putImageData(now, 0, 0);
  return [different / (width * height), canvas.toDataURL().split(',')[1]];
}"""


@dataclass(frozen=True)
class Pictures:
    """The pictures that are accepted.

    Attributes:
        bench: A blank page, on which they are compared.
        out: Where what differs is put.
        accept: Take what is shown now in their place.
    """

    bench: Page
    out: Path
    accept: bool = False

    def share(self, name: str, now: bytes) -> float:
        """How many of the pixels differ from the accepted picture, from 0 to 1; both pictures are put where one can look at them."""
        before = (ACCEPTED / f"{name}.png").read_bytes()
        share, difference = self.bench.evaluate(COMPARE, [b64encode(before).decode(), b64encode(now).decode(), LOUD])
        (self.out / f"{name}.png").write_bytes(now)
        (self.out / f"{name}-difference.png").write_bytes(b64decode(difference))
        return float(share)

    def difference(self, name: str, now: bytes) -> str:
        """What is wrong with a picture, and what to do; nothing if it is as accepted."""
        if self.accept:
            (ACCEPTED / f"{name}.png").write_bytes(now)
        share = self.share(name, now)
        if share <= TOLERATED:
            return ""
        return (
            f"{share:.1%} of the pixels of {name} differ ({TOLERATED:.1%} may): look at {name}.png and {name}-difference.png in {self.out}; "
            f"if that is how it should look, accept it with ./dev test tests/browser/test_embed_pictures.py {OPTION}"
        )
