#!/usr/bin/env bash
# The focal loss of four logits by curl, the tensors as little-endian bytes after the JSON: triton-infer.sh [url]
set -euo pipefail

url=${1:-http://localhost:8080}
body=$(mktemp)
trap 'rm -f "$body"' EXIT

head='{"inputs":[
  {"name":"logits","datatype":"FP32","shape":[4],"parameters":{"binary_data_size":16}},
  {"name":"targets","datatype":"UINT8","shape":[4],"parameters":{"binary_data_size":4}}],
 "outputs":[{"name":"loss"},{"name":"gradients.logits"}]}'
printf '%s' "$head" > "$body"
# 2, -1, 0.5, -3 as FP32; 1, 0, 0, 1 as UINT8
printf '\x00\x00\x00\x40\x00\x00\x80\xbf\x00\x00\x00\x3f\x00\x00\x40\xc0' >> "$body"
printf '\x01\x00\x00\x01' >> "$body"

# The header says where the JSON ends. (${#head} counts characters: the JSON must be ASCII.)
curl --silent --show-error --fail-with-body "$url/v2/models/losses.focal/infer" \
  --header 'Content-Type: application/octet-stream' \
  --header "Inference-Header-Content-Length: ${#head}" \
  --data-binary "@$body"
echo
