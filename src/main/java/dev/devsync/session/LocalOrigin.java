package dev.devsync.session;

import dev.devsync.config.Service;
import java.util.Map;
import java.util.Optional;

/// This machine: the one target is always there.
record LocalOrigin() implements TargetOrigin {

    @Override
    public void open() {}

    @Override
    public Found find(Service service, Targets.Reach reach) {
        return new Found(Map.of("local", new LocalConnector()), Absence.NONE);
    }

    @Override
    public Optional<Hints> follow(Listener listener) {
        return Optional.empty();
    }

    @Override
    public String kind() {
        return "machine";
    }

    @Override
    public String place() {
        return "this machine";
    }

    @Override
    public String description() {
        return "";
    }

    @Override
    public void close() {}
}
