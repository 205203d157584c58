# The sidecar image: devsync beside your containers, with the source and the engine's socket mounted.
#   docker run --rm --read-only --tmpfs /tmp -v "$PWD:/workspace:ro" -v /var/run/docker.sock:/var/run/docker.sock \
#     --group-add "$(stat -c %g /var/run/docker.sock)" devsync:dev
# docker-compose.example.yml has it as a service, docs/sidecar.md says more.
# The context is this repository, or a folder with one finished archive of `make dist` (make image LOCAL=1); then
# BUILD_IMAGE only has to unpack it. BASE_IMAGE needs glibc. Builds with BuildKit and with the classic builder.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG BASE_IMAGE=debian:stable-slim

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
# Times must survive: the cache of loaded classes holds those of the jars.
RUN if [ -x packaging/dist ]; then packaging/dist && mv target/dist/devsync-*.tar.gz .; fi \
  && mkdir /out && tar -xzf devsync-*.tar.gz -C /out --strip-components=1

FROM ${BASE_IMAGE}
# By hand, because every base has its own adduser.
RUN echo 'devsync:x:10001:10001:devsync:/home/devsync:/bin/sh' >>/etc/passwd \
  && echo 'devsync:x:10001:' >>/etc/group \
  && mkdir -p /home/devsync /workspace && chown 10001:10001 /home/devsync \
  && ln -s /opt/devsync/bin/devsync /usr/local/bin/devsync
COPY --from=build /out /opt/devsync
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="devsync" \
  org.opencontainers.image.description="Saves reach running dev containers in milliseconds" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
# All that is written goes to /tmp, so a read-only root file system needs nothing else.
ENV LANG=C.UTF-8 XDG_STATE_HOME=/tmp
WORKDIR /workspace
USER 10001:10001
# Healthy: all containers are there and in sync.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["devsync", "status", "--json"]
ENTRYPOINT ["devsync"]
CMD ["up"]
