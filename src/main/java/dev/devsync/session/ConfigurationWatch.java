package dev.devsync.session;

import dev.devsync.config.ConfigException;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.watch.FileWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says when the files that a session was configured by ask for something else by now.
///
/// The session goes on as it has begun: taking an edit over would restart apps, and files are saved
/// half-done, too. An edit that changes nothing for devsync, as of a comment or of another service's image,
/// is not worth a word.
public final class ConfigurationWatch implements AutoCloseable {

    private static final String ADVICE = "This devsync goes on as it has begun; end it and start it again for the new.";

    /// Reads the configuration anew.
    @FunctionalInterface
    public interface Reading {
        Project read() throws Exception;
    }

    /// Somebody who has edited the configuration reads what follows from it.
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Project running;
    private final Collection<String> named;
    private final Reading reading;
    private final Reporter reporter;
    private final FileWatch files;
    private String told = "";

    /// @param running what the session has
    /// @param named the services that it is about; empty for all
    public ConfigurationWatch(Project running, Collection<String> named, Reading reading, Reporter reporter) {
        this.running = running;
        this.named = List.copyOf(named);
        this.reading = reading;
        this.reporter = reporter;
        this.files = FileWatch.of(running.sources(), LOOK, this::changed);
    }

    private void changed(Set<Path> edited) {
        String names = edited.stream()
                .map(file ->
                        file.startsWith(running.folder()) ? running.folder().relativize(file) : file)
                .map(Path::toString)
                .collect(Collectors.joining(", "));
        try {
            Project now = reading.read();
            files.watch(now.sources());
            tell(names, differences(now));
        } catch (ConfigException e) {
            trouble(names, ContainerFollower.message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // whatever it is, syncing does not depend on it
            trouble(names, ContainerFollower.message(e));
        }
    }

    private void trouble(String names, String message) {
        if (!message.equals(told)) {
            told = message;
            reporter.on(new Event.Trouble(names, "was edited, and cannot be used as it is now: " + message, ADVICE));
        }
    }

    private void tell(String names, String difference) {
        if (difference.equals(told)) {
            return;
        }
        told = difference;
        reporter.on(
                difference.isEmpty()
                        ? new Event.Recovered(names, "it asks again for what this devsync does")
                        : new Event.Trouble(names, "was edited: " + difference, ADVICE));
    }

    private String differences(Project now) {
        List<String> differences = new ArrayList<>();
        if (!now.file().equals(running.file())) {
            differences.add(now.file() + " counts in place of " + running.file());
        }
        if (!now.name().equals(running.name())) {
            differences.add("the project is called " + now.name() + " and not " + running.name());
        }
        if (!now.toolbox().equals(running.toolbox())) {
            differences.add("another toolbox is to be used");
        }
        for (Service service : about(running)) {
            Service other = find(now, service.name());
            if (other == null) {
                differences.add(service.name() + " is not there any more");
            } else if (!service.asksForTheSameAs(other)) {
                differences.add(service.name() + " has changed");
            }
        }
        about(now).stream()
                .filter(service -> find(running, service.name()) == null)
                .forEach(service -> differences.add(service.name() + " is new"));
        return String.join(", ", differences);
    }

    private List<Service> about(Project project) {
        return project.services().stream()
                .filter(service -> named.isEmpty() || named.contains(service.name()))
                .toList();
    }

    private static @Nullable Service find(Project project, String name) {
        return project.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        files.close();
    }
}
