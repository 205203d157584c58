/// Pods of a Kubernetes cluster, reached through kubectl: whatever a kubeconfig can authenticate with works.
@NullMarked
package dev.devsync.target.kube;

import org.jspecify.annotations.NullMarked;
