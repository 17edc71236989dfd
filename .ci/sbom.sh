#!/usr/bin/env bash
# Writes dist/sbom-python.json and dist/sbom-node.json (CycloneDX) from the lock files alone.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p dist
.venv/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
  --output-reproducible --of JSON -o dist/sbom-python.json
(cd survey_api/web && npm sbom --package-lock-only --sbom-format cyclonedx) > dist/sbom-node.json
printf '%s\n' "dist/sbom-python.json" "dist/sbom-node.json"
