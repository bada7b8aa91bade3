# syntax=docker/dockerfile:1
# One image for all commands of featurescope: `docker run featurescope serve --db …`. See docker-compose.yml for the whole demo.

FROM eclipse-temurin:17-jdk AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -B -DskipTests package

FROM eclipse-temurin:17-jre AS runtime
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin featurescope
WORKDIR /opt/featurescope
COPY --from=build /source/cli/target/app app
COPY LICENSE .
COPY demo demo
USER 10001
EXPOSE 3000
# The image has neither curl nor wget for certain, but always bash.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENV OMP_WAIT_POLICY=PASSIVE
ENTRYPOINT ["java", "-XX:+UseParallelGC", "-XX:GCTimeRatio=12", "-cp", "app/*", "org.featurescope.cli.Featurescope"]
CMD ["--help"]
