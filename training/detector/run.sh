#!/usr/bin/env bash
# Makes the road detector from nothing: training/detector/run.sh WORK [MINUTES]. Every step keeps what it made; delete a file to make it again.
# Needs Debian's python3-torch, python3-opencv and python3-onnx, and $QYRAN_DATA (default: shared/data beside the checkout).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:?usage: run.sh WORK [MINUTES]}
minutes=${2:-95}
export QYRAN_DATA=${QYRAN_DATA:-$root/../shared/data}
mkdir -p "$work/teachers" "$work/sim"
cd "$here"

[ -s "$work/gathered.jsonl" ] || python3 gather.py "$work"
[ -d "$work/scenes" ] || { python3 scenes.py "$work/scenes" --count 90 && python3 scenes.py "$work/scenes" --seed 2000 --count 110 --riders; }
for scene in "$work"/scenes/*.yaml; do
    to="$work/sim/$(basename "$scene" .yaml)"
    [ -s "$to/truth.json" ] || "$root/qyran" simulate "$scene" --out "$to"
done
[ -s "$work/rendered.jsonl" ] || python3 rendered.py "$work"
for teacher in yolox_nano/yolox_nano nanodet/nanodet_m picodet/picodet_s_320_coco; do
    to="$work/teachers/$(basename "$teacher").jsonl"
    if [ ! -s "$to" ]; then
        (cd "$work" && "$root/qyran" detect views --detector "$QYRAN_DATA/models/$teacher.onnx" --threshold 0.05 --json > "$to.part")
        mv "$to.part" "$to"
    fi
done
[ -s "$work/labels.jsonl" ] || python3 teach.py "$work"
python3 train.py "$work" --minutes "$minutes"
python3 export.py "$work/road.pt" "$work/road.onnx" --work "$work"
sed '/^close_look:/d' "$root/models/road.yaml" > "$work/road.yaml"
if [ ! -s "$work/found.jsonl" ]; then
    (cd "$work" && "$root/qyran" detect pictures --detector "$work/road.onnx" --threshold 0.1 --json > found.part)
    mv "$work/found.part" "$work/found.jsonl"
fi
python3 train_close.py "$work" --minutes 50
python3 export_close.py "$work/close.pt" "$work/road-close.onnx" --work "$work"
python3 weigh_close.py "$work"
cp "$root/models/road.yaml" "$work/road.yaml"
echo "score it: ./qyran score detections --detector $work/road.onnx"
