package dev.devsync.target.docker;

/// Which containers are meant.
public sealed interface ContainerQuery {

    /// The one of that name.
    ///
    /// @param name without a leading slash; the whole of it
    record ByName(String name) implements ContainerQuery {
        @Override
        public String toString() {
            return "container " + name;
        }
    }

    /// The one with that id.
    ///
    /// @param id the whole id or its beginning
    record ById(String id) implements ContainerQuery {
        @Override
        public String toString() {
            return "container with the id " + new ContainerId(id).brief();
        }
    }

    /// All with a label.
    ///
    /// @param label `key`, or `key=value`
    record ByLabel(String label) implements ContainerQuery {
        @Override
        public String toString() {
            return "containers labelled " + label;
        }
    }

    /// All replicas of a Compose service, without the one-off containers of `docker compose run`.
    record ByService(String project, String service) implements ContainerQuery {
        @Override
        public String toString() {
            return "service " + service + " of the Compose project " + project;
        }
    }
}
