#!/bin/sh
# Rebuilds the text tables under data/ from public packages. The tables are committed, so this is
# needed only to renew them. Needs apt-get, npm, python3, opencc_dict (package opencc) and network;
# downloads about 55 MB.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get -q download python3-jieba golang-github-mozillazg-go-pinyin-dev unicode-data libopencc-data
for package in ./*.deb; do
  dpkg-deb -x "$package" debian
done
for package in pinyin@4.0.0 @pinyin-pro/data@1.3.1 cmu-pronouncing-dictionary@3.0.0; do
  npm pack --silent "$package"
done
mkdir pinyin pinyin-pro cmudict
tar -xzf pinyin-4.0.0.tgz -C pinyin
tar -xzf pinyin-pro-data-1.3.1.tgz -C pinyin-pro
tar -xzf cmu-pronouncing-dictionary-3.0.0.tgz -C cmudict

python3 "$root/tools/build_zh_data.py" \
  --jieba debian/usr/lib/python3/dist-packages/jieba \
  --go-pinyin debian/usr/share/gocode/src/github.com/mozillazg/go-pinyin/pinyin_dict.go \
  --npm-pinyin pinyin/package/lib/cjs/pinyin.js \
  --pinyin-pro pinyin-pro/package/json/complete.json \
  --out "$root/data/zh"

python3 "$root/tools/build_zh_simplified.py" \
  --opencc debian/usr/share/opencc --out "$root/data/zh"

python3 "$root/tools/build_en_data.py" --cmudict cmudict/package/index.js --out "$root/data/en"

python3 "$root/tools/build_ja_data.py" \
  --unihan debian/usr/share/unicode/Unihan_Readings.txt.bz2 --out "$root/data/ja"
