#!/usr/bin/env bash
# A fresh kind cluster with the lab's images on its nodes. Works by hand and from kafka-lab, which sets
# KIND_CLUSTER_NAME and KUBECONFIG for a cluster and a kubeconfig of the session's own.
# KIND_EXPERIMENTAL_PROVIDER chooses the engine, as kind reads it: docker, podman or nerdctl.
set -euo pipefail

own=$(cd "$(dirname "${BASH_SOURCE[0]}")/../manifests" && pwd)
manifests=${KAFKA_LAB_MANIFESTS:-$own}
config=$manifests/cluster.yml
[ -f "$config" ] || config=$own/cluster.yml
export KIND_CLUSTER_NAME=${KIND_CLUSTER_NAME:-kafka-lab}
engine=${KIND_EXPERIMENTAL_PROVIDER:-docker}

# The image names are the manifest's own.
# shellcheck disable=SC2046
set -- $(sed -n 's/^ *\(- \)\{0,1\}image: *//p' "$manifests/kafka.yml" | sed 's/ *#.*//' | tr -d "\"'\r" | sort -u)

# An engine other than docker wants the name in full, as the nodes read it.
full() {
  local first=${1%%/*}
  if [ "$engine" = docker ]; then echo "$1"
  elif [[ $1 == */* && ($first == *.* || $first == *:* || $first == localhost) ]]; then echo "$1"
  elif [[ $1 == */* ]]; then echo "docker.io/$1"
  else echo "docker.io/library/$1"
  fi
}

number=0
for image in "$@"; do
  number=$((number + 1))
  if "$engine" image inspect "$(full "$image")" >/dev/null 2>&1; then
    echo "Image $number of $#: $image is here already."
  else
    echo "Image $number of $#: pulling $image ..."
    "$engine" pull "$(full "$image")"
  fi
done

kind delete cluster
echo "Creating $KIND_CLUSTER_NAME with $(grep -c '^ *- *role:' "$config" || true) nodes ..."
kind create cluster --config "$config" --wait 120s

number=0
for image in "$@"; do
  number=$((number + 1))
  echo "Image $number of $#: loading $image into the nodes ..."
  if [ "$engine" = docker ]; then
    kind load docker-image "$image"
  else
    archive=$(mktemp)
    trap 'rm -f "$archive"' EXIT
    rm -f "$archive"
    "$engine" save -o "$archive" "$(full "$image")"
    kind load image-archive "$archive"
    rm -f "$archive"
  fi
  for node in $(kind get nodes); do echo "  $node has $image"; done
done
