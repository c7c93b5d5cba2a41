#!/bin/sh
# What has to wait until the code is there.
set -eu
cd "$(dirname "$0")"
./reports.sh
./page.sh ||
  echo 'Nobody can sign in to /ops yet: an owner of the registration runs infra/scripts/page.sh.' >&2
cd ../..
infra/scripts/smoke.sh
