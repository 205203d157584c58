{{- define "devsync.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "devsync.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "devsync.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "devsync.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "devsync.selectorLabels" -}}
app.kubernetes.io/name: {{ include "devsync.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "devsync.commonLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "devsync.labels" -}}
{{ include "devsync.selectorLabels" . }}
{{ include "devsync.commonLabels" . }}
{{- end }}

{{/* The volumes of a pod that devsync can write to; "claim" is empty for a volume of the pod's own. */}}
{{- define "devsync.claim" -}}
{{- if .Values.workspace.persistence.enabled }}
{{- default (printf "%s-workspace" (include "devsync.fullname" .)) .Values.workspace.persistence.existingClaim }}
{{- end }}
{{- end }}

{{- define "devsync.mounts" -}}
- name: workspace
  mountPath: {{ .Values.workspace.mountPath }}
{{- if .Values.tmp.enabled }}
- name: tmp
  mountPath: /tmp
{{- end }}
{{- end }}

{{- define "devsync.tmpVolume" -}}
{{- if .Values.tmp.enabled }}
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.tmp.sizeLimit }}
{{- end }}
{{- end }}

{{/* The relay: its name, its labels, which never match those of the pods that it looks for, and what it finds them by. */}}
{{- define "devsync.relay.fullname" -}}
{{- include "devsync.fullname" . }}-relay
{{- end }}

{{- define "devsync.relay.selectorLabels" -}}
app.kubernetes.io/name: {{ printf "%s-relay" (include "devsync.name" . | trunc 57 | trimSuffix "-") }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "devsync.relay.labels" -}}
{{ include "devsync.relay.selectorLabels" . }}
{{ include "devsync.commonLabels" . }}
{{- end }}

{{- define "devsync.podSelector" -}}
app.kubernetes.io/name={{ include "devsync.name" . }},app.kubernetes.io/instance={{ .Release.Name }}
{{- end }}

{{- define "devsync.relay.secret" -}}
{{- default (printf "%s-token" (include "devsync.relay.fullname" .)) .Values.relay.token.existingSecret }}
{{- end }}

{{- define "devsync.relay.claim" -}}
{{- if .Values.relay.persistence.enabled }}
{{- default (include "devsync.relay.fullname" .) .Values.relay.persistence.existingClaim }}
{{- end }}
{{- end }}

{{- define "devsync.relay.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "devsync.relay.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
