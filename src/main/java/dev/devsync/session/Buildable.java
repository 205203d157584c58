package dev.devsync.session;

import dev.devsync.config.Action;
import dev.devsync.config.Service;

/// What there is to build of a service when somebody asks for it.
public enum Buildable {
    /// `build` runs in its containers.
    IN_CONTAINER,
    /// Its image, which a rule asks for.
    IMAGE,
    NOTHING;

    public static Buildable of(Service service) {
        if (service.reactions().build() != null) {
            return IN_CONTAINER;
        }
        return service.reactions().rules().stream().anyMatch(rule -> rule.action() == Action.REBUILD) ? IMAGE : NOTHING;
    }
}
