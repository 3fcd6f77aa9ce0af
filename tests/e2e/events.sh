#!/usr/bin/env bash
# bertvits2 events, on files that TensorBoard's own writer made
source "$(dirname "$0")/expect.sh"

logs=$data/board/tensorboard

expect 0 'run ., 2 files' events "$logs"
check grep -qx '  loss/g/total   scalar          5  steps 0 to 40  values 60 to 36' "$work/out"
check grep -qx '  all/mel        picture         1  steps 10 to 10' "$work/out"
check grep -qx '  gen/audio_0_True  sound           1  steps 10 to 10' "$work/out"
expect 0 'run ., 1 file' events "$logs/events.out.tfevents.1700000000.host.1.0"

expect 0 'loss/g/total, run .' events "$logs" --tag total
check grep -qx '        20  38' "$work/out"
expect 0 '.,tensor/scalar,10,1700000010.000,0.5' events "$logs" --csv
check [ "$(wc -l <"$work/out")" = 8 ]
expect 0 '.,tensor/scalar,' events "$logs" --csv --tag 'tensor/*' --tag audio
check [ "$(wc -l <"$work/out")" = 3 ]

expect 0 '2 pictures and sounds' events "$logs" --extract "$work/files"
check cmp <(head -c 4 "$work/files/eval/gen/audio_0_True_10.wav") <(printf RIFF)
check cmp <(head -c 4 "$work/files/all/mel_10.png") <(printf '\211PNG')

expect 0 '' events "$logs" --png "$work/curves.png" --smooth 0.6 --log --title Losses --scale 2
check cmp <(head -c 24 "$work/curves.png" | tail -c 8 | od -An -tx1) <(echo ' 00 00 07 08 00 00 03 84')
check [ ! -s "$work/out" ]

# A cut file gives what is whole; a changed one what comes before the change.
head -c 300 "$logs/events.out.tfevents.1700000000.host.1.0" >"$work/tfevents"
expect 0 'loss/g/total' events "$work/tfevents"
check grep -q 'the last record is cut' "$work/err"
printf 'x' | dd of="$work/tfevents" bs=1 seek=200 conv=notrunc status=none
expect 0 'loss/g/total' events "$work/tfevents"
check grep -q 'checksum' "$work/err"

expect 1 'no tag matches' events "$logs" --tag nothing
expect 1 'no scalars' events "$logs" --tag mel --png "$work/x.png"
expect 1 'smoothing 1.5' events "$logs" --tag loss --png "$work/x.png" --smooth 1.5
expect 1 'no event file' events "$data/tensors_1.1.1.txt"
mkdir "$work/empty"
expect 1 'holds no event files' events "$work/empty"
expect 1 'absent' events "$work/absent"
expect 2 'path is required' events

finish
