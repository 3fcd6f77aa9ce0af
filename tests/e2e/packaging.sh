#!/usr/bin/env bash
# packaging/: what it says to bertvits2 is understood, and its files are well formed.
source "$(dirname "$0")/expect.sh"

packaging=$(cd "$data/../../packaging" && pwd)

expect 0 '--file' serve --help
help=$(cat "$work/out")
options=$(grep -ohE -- '--[a-z][a-z-]*' "$packaging/kubernetes/bertvits2.yaml" \
  <(grep -E '^(ENTRYPOINT|CMD)' "$packaging/docker/Dockerfile") \
  <(grep -E '^Exec' "$packaging/systemd/bertvits2.service") | sort -u | grep -vx -e '--from-file')
check [ "$(wc -w <<<"$options")" -ge 6 ]
for option in $options; do check grep -q -- "  $option " <<<"$help"; done

# The options by file, with the small voice in place of those that it names.
voice=$data/voices/noise
sed -e "s|/var/lib/bertvits2/alice/G_10000.pth|$voice/model.safetensors|" -e '/^bert_ja:/d' \
  -e "s|/var/lib/bertvits2/chinese-roberta-wwm-ext-large|$voice/bert|" -e 's/^port: 5000/port: 0/' \
  "$packaging/systemd/server.yaml" >"$work/server.yaml"
check grep -q "$voice/bert" "$work/server.yaml"
timeout -s KILL 60 "$program" serve --file "$work/server.yaml" 2>"$work/serve.log" &
for _ in $(seq 100); do
  grep -q listening "$work/serve.log" && break
  sleep 0.1
done
check grep -q "voice 'alice' is ready" "$work/serve.log"
check grep -q 'listening on' "$work/serve.log"

# The image's look at its health, at this server.
port=$(sed -n 's|^listening on http://.*:||p' "$work/serve.log")
if command -v python3 >/dev/null; then
  health=$(python3 - "$packaging/docker/Dockerfile" <<'PYTHON'
import json, re, sys
text = open(sys.argv[1]).read().replace('\\\n', '')
print(json.loads(re.search(r'^HEALTHCHECK .*CMD (\[.*\])$', text, re.M).group(1))[2])
PYTHON
  )
  check bash -c "${health/\/5000;/\/$port;}"
fi
kill %1 && wait %1

# What the image copies is there.
for source in $(sed -nE 's/^COPY ([^-][^ ]*) .*/\1/p' "$packaging/docker/Dockerfile"); do
  check [ -e "$packaging/../$source" ]
done

# The image has the libraries that the program names.
if command -v dpkg-query >/dev/null && ! grep -q 'libasan\|libtsan' <(ldd "$program"); then
  for library in $(objdump -p "$program" | awk '/NEEDED/ {print $2}'); do
    folder=$(basename "$(dirname "$(ldd "$program" | awk -v name="$library" '$1 == name {print $3}')")")
    package=$(dpkg-query -S "*/$folder/$library" 2>/dev/null | head -1 | cut -d: -f1)
    case $package in
      '' | libc6* | libgcc-s1) continue ;; # in every image
    esac
    check grep -qw -- "$package" "$packaging/docker/Dockerfile"
  done
fi

if command -v systemd-analyze >/dev/null; then
  sed 's|/usr/local/bin/bertvits2|/bin/true|' "$packaging/systemd/bertvits2.service" \
    >"$work/bertvits2.service"
  check systemd-analyze verify "$work/bertvits2.service"
fi
if python3 -c 'import yaml' 2>/dev/null; then
  check python3 -c 'import sys, yaml; list(yaml.safe_load_all(open(sys.argv[1])))' \
    "$packaging/kubernetes/bertvits2.yaml"
fi
finish
