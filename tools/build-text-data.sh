#!/bin/sh
# Rebuilds the text tables under data/ from public packages. The tables are committed, so this is
# needed only to renew them. Needs apt-get, npm, python3 and network; downloads about 30 MB.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get -q download python3-jieba golang-github-mozillazg-go-pinyin-dev
for package in ./*.deb; do
  dpkg-deb -x "$package" debian
done
npm pack --silent pinyin@4.0.0
tar -xzf pinyin-4.0.0.tgz

python3 "$root/tools/build_zh_data.py" \
  --jieba debian/usr/lib/python3/dist-packages/jieba \
  --go-pinyin debian/usr/share/gocode/src/github.com/mozillazg/go-pinyin/pinyin_dict.go \
  --npm-pinyin package/lib/cjs/pinyin.js \
  --out "$root/data/zh"
