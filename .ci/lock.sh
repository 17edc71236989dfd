#!/usr/bin/env bash
# Remakes the two lock files: hashes yes, addresses of package registries no.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(.venv/bin/uv pip compile --quiet --universal --python-version 3.11
  --generate-hashes --no-emit-index-url --no-header "$@")
"${compile[@]}" pyproject.toml .ci/build.in --extra demo --output-file requirements.lock
"${compile[@]}" pyproject.toml .ci/build.in .ci/tools.in --extra demo --extra test \
  --constraint requirements.lock --output-file requirements-dev.lock
