#!/bin/sh
# What has to wait until the code is there.
set -eu
cd "$(dirname "$0")"
./reports.sh
cd ../..
infra/scripts/smoke.sh
