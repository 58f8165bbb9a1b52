#!/usr/bin/env bash
# A fresh kind cluster with the lab's images on its nodes. Works by hand and from kafka-lab, which sets
# KIND_CLUSTER_NAME and KUBECONFIG for a cluster and a kubeconfig of the session's own.
set -euo pipefail

manifests=${KAFKA_LAB_MANIFESTS:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../manifests" && pwd)}
export KIND_CLUSTER_NAME=${KIND_CLUSTER_NAME:-kafka-lab}
engine=${KIND_EXPERIMENTAL_PROVIDER:-docker}

# The image names are the manifest's own.
images=$(sed -n 's/^ *\(- \)\{0,1\}image: *//p' "$manifests/kafka.yml" | tr -d "\"'" | sort -u)

for image in $images; do
  if "$engine" image inspect "$image" >/dev/null 2>&1; then
    echo "Image $image is here already."
  else
    echo "Pulling $image ..."
    "$engine" pull "$image"
  fi
done

kind delete cluster --name "$KIND_CLUSTER_NAME"
kind create cluster --name "$KIND_CLUSTER_NAME" --config "$manifests/cluster.yml" --wait 120s

for image in $images; do
  echo "Loading $image into the nodes of $KIND_CLUSTER_NAME ..."
  kind load docker-image "$image" --name "$KIND_CLUSTER_NAME"
done
