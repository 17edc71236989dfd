"""Reads printed cards as a phone would: from the picture of a page, by a decoder not our own."""

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image

from survey_api.credentials.ballot_code import BallotCode


def addresses(file: Path) -> list[str]:
    """What every QR code in a PDF says, page after page."""
    pages = file.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "90", "-gray", "-png", str(file), str(pages)], check=True)
    found: list[str] = []
    for picture in sorted(pages.parent.glob(f"{pages.name}-*.png")):
        read = zxingcpp.read_barcodes(Image.open(picture), zxingcpp.BarcodeFormat.QRCode)
        found += [code.text for code in read]
        picture.unlink()
    return found


def codes(file: Path) -> list[BallotCode]:
    """The ballot codes of these cards."""
    return [BallotCode.read(text) for text in addresses(file)]
