#!/usr/bin/env bash
# bertvits2 inspect
source "$(dirname "$0")/expect.sh"
source "$(dirname "$0")/bad_files.sh"

expect 0 'Bert-VITS2 1.1' inspect "$good_pth"
check grep -qx 'speakers          3' "$work/out"
check grep -qx 'training          iteration 1, learning rate 0.0005, with optimizer state' "$work/out"
check grep -qx 'flow              2 transformer steps of 3 layers' "$work/out"
expect 0 'safetensors' inspect "$good_safetensors"
check grep -qx 'stripped          of what only training needs' "$work/out"
expect 0 'Bert-VITS2 1.0' inspect "$golden/checkpoint/G_old.pth"
expect 0 'legacy pickle' inspect "$golden/bert/model_old/pytorch_model.bin"
expect 0 'a duration discriminator' inspect "$golden/models/b16/DUR_0.pth"

expect 0 'emb_g.weight' inspect --tensors "$good_pth"
expect 0 '"n_layers_trans_flow": 3' inspect --json "$good_pth"
expect 0 '"name": "emb_g.weight"' inspect --json --tensors "$good_pth"

expect_bad_files inspect {}
expect 1 'posix' inspect "$work/command.pth"
expect 1 "$work" inspect "$work"
expect 2 'file is required' inspect

finish
