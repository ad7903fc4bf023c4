"""Pictures with more than eight bits for each dot, such as radiographs, brought down to what a screen can show."""

from PIL import Image

EIGHT = 8


def with_eight_bits(picture: Image.Image) -> Image.Image:
    """The picture itself, or a grey one of eight bits in its place.

    The scale is the power of two that holds the lightest dot: 12 bits kept in 16 come out as bright as they are meant,
    and full 16 bits keep their proportions. Converting such a picture directly would cut everything off at 255.
    """
    if picture.mode == "F":
        darkest, lightest = picture.getextrema()
        spread = (lightest - darkest) or 1
        return picture.point(lambda dot: dot * (255 / spread) + (-darkest * 255 / spread)).convert("L")
    if not picture.mode.startswith("I"):
        return picture
    whole = picture if picture.mode == "I" else picture.convert("I")
    lightest = max(whole.getextrema()[1], 1)
    shift = max(int(lightest).bit_length() - EIGHT, 0)
    return whole.point(lambda dot: dot * (1 / 2**shift) + 0).convert("L")
