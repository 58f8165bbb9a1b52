#!/usr/bin/env bash
# Builds the clients image and loads it into the kind cluster. Works by hand and from kafka-lab, which sets
# KIND_CLUSTER_NAME and KUBECONFIG.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
manifests=${KAFKA_LAB_MANIFESTS:-$root/manifests}
export KIND_CLUSTER_NAME=${KIND_CLUSTER_NAME:-kafka-lab}
engine=${KIND_EXPERIMENTAL_PROVIDER:-docker}
image=${KAFKA_LAB_CLIENT_IMAGE:-$(sed -n 's/^ *\(- \)\{0,1\}image: *//p' "$manifests/clients.yml" | tr -d "\"'" | sort -u | head -n 1)}

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
cp "$root/dist/clients.cjs" "$manifests/Dockerfile" "$context/"
"$engine" build -t "$image" "$context"
kind load docker-image "$image" --name "$KIND_CLUSTER_NAME"
