# One image for every part of the service: the first argument says which (`web`, `worker`, `db upgrade`, ...).

# --- built here: everything in one folder, with exactly the packages of requirements.lock ---------

FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /opt/moderation
WORKDIR /source
COPY requirements.lock ./
RUN pip --python /opt/moderation/bin/python install --require-hashes --only-binary :all: -r requirements.lock
COPY LICENSE README.md pyproject.toml ./
COPY moderation moderation
COPY workers workers
RUN pip --python /opt/moderation/bin/python install --no-deps --no-build-isolation . \
    && pip --python /opt/moderation/bin/python uninstall --yes setuptools

# --- what runs: no build tools, no root, nothing to write but the data folder ---------------------

FROM python:3.12-slim-bookworm
RUN groupadd --gid 10001 moderation \
    && useradd --uid 10001 --gid moderation --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin moderation \
    && install --directory --owner=moderation --group=moderation --mode=0700 /data /data/keys /data/run /data/run/metrics /handed-out
COPY --from=build /opt/moderation /opt/moderation
ENV PATH=/opt/moderation/bin:$PATH PYTHONDONTWRITEBYTECODE=1 MODERATION_DATA_DIR=/data
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["moderation"]
CMD ["--help"]
