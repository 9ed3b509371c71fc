"""Backgrounds for made-up plates: links in WORK/photos to photographs that may be learned from."""
import argparse
import os
from pathlib import Path

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("work", type=Path)
work = options.parse_args().work
data = Path(os.environ["QYRAN_DATA"]) / "detection"
found = sorted((data / "openimages_vehicles/train").rglob("*.jpg")) + sorted((data / "atl_traffic/train").rglob("*.jpg"))[::2]
for n, path in enumerate(found):
    (work / "photos" / f"{n:05}.jpg").symlink_to(path.resolve())
print(len(found), "photographs")
