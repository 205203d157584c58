package dev.devsync.config.compose;

import static java.util.stream.Collectors.toCollection;

import dev.devsync.config.ConfigException;
import dev.devsync.config.Location;
import dev.devsync.config.Problems;
import dev.devsync.config.Project;
import dev.devsync.config.Reactions;
import dev.devsync.config.Service;
import dev.devsync.config.ServiceExtension;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The configuration that a compose file holds: `develop.watch` and `x-devsync` of its services.
///
/// @param project the same model that a devsync.yaml gives
/// @param model what the files say
/// @param notes what somebody should know, in sentences
public record ComposeProject(Project project, ComposeModel model, List<String> notes) {

    private static final String ADD_WATCH =
            "add to a service: develop: {watch: [{action: sync, path: ., target: /app}]}, or x-devsync: {sync: [{path: .,"
                    + " target: /app}]}; or let `devsync init` write a devsync.yaml";

    public ComposeProject {
        notes = List.copyOf(notes);
    }

    /// Reads the files and checks everything in them that devsync uses.
    ///
    /// @param named services that are asked for by name, which makes their profiles active, as in Compose
    /// @param environment this process's variables
    /// @param home what `~` stands for
    /// @throws ConfigException with all that is wrong
    public static ComposeProject read(
            ComposeFiles files, Collection<String> named, Map<String, String> environment, Path home)
            throws ConfigException, IOException, InterruptedException {
        ComposeResolver.Resolved resolved = ComposeResolver.resolve(files, environment, home);
        return new Reading(files, resolved, named).read();
    }

    private static final class Reading {

        private final ComposeFiles files;
        private final ComposeModel model;
        private final Collection<String> named;
        private final List<String> notes;
        private final Problems problems;
        private final ServiceExtension extensions;

        Reading(ComposeFiles files, ComposeResolver.Resolved resolved, Collection<String> named) {
            this.files = files;
            this.model = resolved.model();
            this.notes = new ArrayList<>(resolved.notes());
            this.problems = resolved.problems();
            this.named = named;
            this.extensions = new ServiceExtension(files.folder(), files.variables(), problems);
        }

        ComposeProject read() throws ConfigException {
            List<Service> services = new ArrayList<>();
            for (ComposeService service : model.services()) {
                boolean asked = named.contains(service.name());
                if (asked && !service.isWatched()) {
                    problems.at(
                            service.place(),
                            "service `%s` has neither `develop.watch` nor `x-devsync`".formatted(service.name()),
                            ADD_WATCH);
                }
                if (service.isWatched() && (service.active() || asked)) {
                    services.add(service(service));
                }
            }
            extensions.check(
                    model.services().stream().map(ComposeService::name).collect(toCollection(LinkedHashSet::new)));
            if (services.isEmpty() && problems.isEmpty()) {
                sayThatThereIsNothing();
            }
            if (!problems.isEmpty()) {
                throw problems.exception();
            }
            return new ComposeProject(
                    new Project(
                            files.first(),
                            files.folder(),
                            model.name(),
                            ToolboxChoice.DEFAULT,
                            services,
                            files.sources(problems.files())),
                    model,
                    notes);
        }

        private void sayThatThereIsNothing() {
            List<String> asleep = model.services().stream()
                    .filter(ComposeService::isWatched)
                    .map(ComposeService::name)
                    .toList();
            if (asleep.isEmpty()) {
                problems.inWholeFile(
                        "no service has `develop.watch` or `x-devsync`, so there is nothing to sync", ADD_WATCH);
            } else {
                problems.inWholeFile(
                        "all services with `develop.watch` or `x-devsync` belong to profiles that are not active: "
                                + String.join(", ", asleep),
                        "name a service, as in devsync up " + asleep.getFirst() + ", or set COMPOSE_PROFILES");
            }
        }

        private Service service(ComposeService service) {
            Location location = new Location.ComposeService(model.name(), service.name(), files.folder());
            ServiceExtension.@Nullable Said said = said(service, location);
            List<Sync> own = said == null ? List.of() : said.syncs();
            Reactions reactions = said == null ? Reactions.NONE.with(service.stop()) : said.reactions();
            WatchPlan plan = new WatchPlanner(
                            service,
                            reactions.run() == null ? WatchPlanner.AppOwner.CONTAINER : WatchPlanner.AppOwner.DEVSYNC,
                            notes::add,
                            problems)
                    .plan(own.stream().map(Sync::path).toList());
            return new Service(
                    service.name(), location, syncs(plan, own), reactions.withRules(plan.rules()), plan.lookout());
        }

        private ServiceExtension.@Nullable Said said(ComposeService service, Location location) {
            if (service.extension() == null) {
                return null;
            }
            TargetPath first = service.watch().stream()
                    .map(WatchRule::target)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            return extensions.read(service.name(), service.extension(), location, service.stop(), first);
        }

        /// Where both say what goes to one place, `x-devsync` has the last word.
        private static List<Sync> syncs(WatchPlan plan, List<Sync> own) {
            List<Sync> syncs = new ArrayList<>();
            for (Sync sync : plan.syncs()) {
                if (own.stream().noneMatch(each -> each.target().equals(sync.target()))) {
                    syncs.add(sync);
                }
            }
            boolean alone = plan.rules().isEmpty();
            for (Sync sync : own) {
                syncs.add(
                        alone
                                ? sync
                                : sync.seenFrom(RelativePath.of(
                                        plan.base().relativize(sync.path()).toString())));
            }
            return syncs;
        }
    }
}
