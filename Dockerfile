# Built in Swift's image, run in Debian's: the binary carries the Swift runtime with it.
FROM docker.io/library/swift:6.3-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      binutils libdnnl-dev libgnutls28-dev libjpeg62-turbo-dev libmicrohttpd-dev libsimdjson-dev libspng-dev libwebp-dev libyaml-dev \
      libzstd-dev pkg-config zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The dependencies first: they change less often than the sources.
COPY Package.swift Package.resolved* ./
RUN swift package resolve
# SwiftPM refuses a package whose test targets have no folder.
COPY Tests Tests

COPY docs docs
COPY Sources Sources
# For every processor of the kind, and on x86-64 for two newer levels as well: the plain program starts the best it can.
RUN set -e; \
    build() { \
      swift build -c release --product focald --static-swift-stdlib --disable-local-rpath $2; \
      install -D -m 755 "$(swift build -c release --show-bin-path)/focald" "$1"; \
      strip "$1"; \
    }; \
    if [ "$(uname -m)" = x86_64 ]; then \
      for level in x86-64-v4 x86-64-v3; do build /out/lib/focald/$level/focald "-Xcc -march=$level"; done; \
    fi; \
    build /out/bin/focald

FROM docker.io/library/debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libdnnl2 libgnutls30 libjpeg62-turbo libmicrohttpd12 libsimdjson14 libspng0 libstdc++6 libwebp7 libyaml-0-2 libzstd1 zlib1g \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/*
COPY --from=build /out /usr/local
# Notices of what the program is built of; Debian's packages bring their own.
COPY THIRD-PARTY-NOTICES.md /usr/share/doc/focald/
COPY deploy/package/licenses /usr/share/doc/focald/deploy/package/licenses
LABEL org.opencontainers.image.title="focald" \
      org.opencontainers.image.description="Losses, boxes, anchors and detections of object detectors over HTTP" \
      org.opencontainers.image.version="0.1.0"
# Inside the container loopback is nobody's; what is published outside is the run command's decision.
ENV FOCALD_HOST=0.0.0.0
EXPOSE 8080
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 CMD ["focald", "healthcheck"]
ENTRYPOINT ["focald"]
