# Sourced after expect.sh: unusable checkpoints in $work, and what must be said about each.

golden=$data/golden
good_pth=$golden/models/b16/G_0.pth
good_safetensors=$data/voices/noise/model.safetensors

head -c 100000 "$good_pth" >"$work/truncated.pth"
head -c 100000 "$good_safetensors" >"$work/truncated.safetensors"
head -c 100 "$golden/bert/model_old/pytorch_model.bin" >"$work/truncated-legacy.bin"
seq 2000 >"$work/garbage.pth"
cp "$work/garbage.pth" "$work/garbage.safetensors"
: >"$work/empty.pth"
# A header that claims 2^62 bytes, and one larger than the file.
printf '\0\0\0\0\0\0\0\100{"a":1}' >"$work/huge-header.safetensors"
printf '\377\377\0\0\0\0\0\0{"a":1}' >"$work/long-header.safetensors"
# A legacy file, which starts with the magic number, the protocol and the byte order, whose object would run a command: os.system("touch $work/pwned").
{
  printf '\200\002\212\012l\374\234F\371 j\250P\031.\200\002M\351\003.'
  printf '\200\002}X\015\0\0\0little_endian\210s.'
  printf '\200\002cposix\nsystem\n(Vtouch %s\ntR.' "$work/pwned"
} >"$work/command.pth"

# expect_bad_files COMMAND…: the command, given a bad file in place of {}, must refuse it by name.
expect_bad_files() {
  local name
  for name in truncated.pth truncated.safetensors truncated-legacy.bin garbage.pth \
    garbage.safetensors empty.pth huge-header.safetensors long-header.safetensors command.pth \
    absent.pth absent.safetensors; do
    expect 1 "$name" "${@/"{}"/"$work/$name"}"
  done
  [ ! -e "$work/pwned" ] || fail "a pickle ran a command"
}
