#!/usr/bin/env bash
# Makes the plate finder and the plate reader: training/plates/run.sh WORK [READER-MINUTES] [FINDER-MINUTES] [MODELS]. Every step keeps what it made.
# With MODELS, a folder with both as shipped, it goes on from these, else it begins with nothing.
# Needs Debian's python3-torch, python3-opencv, python3-onnx, python3-pil, fonts-noto-cjk, ffmpeg and npm (for open fonts), and $QYRAN_DATA (default: shared/data beside the checkout).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:?usage: run.sh WORK [READER-MINUTES] [FINDER-MINUTES] [MODELS]}
reader=${2:-60}
finder=${3:-40}
models=${4:+$(cd "$4" && pwd)}
export QYRAN_DATA=${QYRAN_DATA:-$root/../shared/data}
mkdir -p "$work/fonts" "$work/photos" "$work/clips"
cd "$here"

if [ ! -d "$work/fonts/node_modules" ]; then
    packages=$(python3 -c 'from fonts import PACKAGES; print(*("@fontsource/" + p for p in PACKAGES))')
    (cd "$work/fonts" && npm init -y >/dev/null && npm install --no-audit --no-fund $packages)
fi
[ -n "$(ls "$work/photos")" ] || python3 photos.py "$work"
if [ -z "$(ls "$work/clips")" ]; then
    # only clips marked train
    for clip in parkpow_toll_cars:4 intel_car_detection:0.5 roxaaaaa_crosswalk:0.5 opencv4nodejs_junction:0.5 opencv4nodejs_people:0.5 ahmetozlu_pedestrians:0.5; do
        ffmpeg -v error -i "$QYRAN_DATA/videos/${clip%%:*}.mp4" -vf "fps=${clip##*:}" -q:v 3 "$work/clips/${clip%%:*}-%04d.jpg"
    done
fi
[ -s "$work/plates.jsonl" ] || python3 teach.py "$work" --most 1300
[ -s "$work/sifted.jsonl" ] || python3 sift.py "$work"
[ -z "$models" ] || python3 unfold.py "$models" "$work"
python3 train_reader.py "$work" --minutes "$reader"
# real plates the first reader is sure of, and on with them
[ -s "$work/believed.pkl" ] || { python3 believe.py "$work" && python3 by_eye.py "$work"; }
python3 train_reader.py "$work" --minutes $((reader + reader / 3))
python3 train_finder.py "$work" --minutes "$finder"
python3 export.py "$work" "$work"
echo "score them: QYRAN_MODELS=$work ./qyran score plates"
