package dev.devsync.config.detect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds out where a project runs.
final class PlaceFinder {

    private static final String USUAL_FOLDER = "/app";

    private final ProjectFiles files;
    private final List<String> checks = new ArrayList<>();

    PlaceFinder(ProjectFiles files) {
        this.files = files;
    }

    ContainerPlace find() throws IOException {
        Optional<String> compose = ComposeReading.file(files);
        List<ComposeReading.ComposeService> services =
                compose.isEmpty() ? List.of() : ComposeReading.services(files, compose.get());
        return compose.isPresent() && !services.isEmpty() ? inCompose(compose.get(), services) : inContainer();
    }

    private ContainerPlace inCompose(String file, List<ComposeReading.ComposeService> services) throws IOException {
        List<ComposeReading.ComposeService> ours = services.stream()
                .filter(service -> service.built() || !service.folders().isEmpty())
                .toList();
        ComposeReading.ComposeService service = ours.isEmpty() ? services.getFirst() : ours.getFirst();
        if (ours.size() != 1) {
            List<String> names = (ours.isEmpty() ? services : ours)
                    .stream().map(ComposeReading.ComposeService::name).toList();
            checks.add("%s has %s: is %s the service that this folder's code runs in?"
                            .formatted(
                                    file,
                                    ours.isEmpty() ? "no service that is built here" : "several that could be it",
                                    service.name())
                    + " (" + String.join(", ", names) + ")");
        }
        if (service.mounted()) {
            checks.add("%s mounts this folder into %s: take that volume out, devsync is what brings the files now."
                    .formatted(file, service.name()));
        }
        DockerfileReading dockerfile =
                service.built() ? DockerfileReading.of(files, service.dockerfile()) : DockerfileReading.of(files, "");
        Proposal<String> target = target(file, service, dockerfile);
        Optional<Proposal<Integer>> port = service.port()
                .map(each -> Proposal.found(each, "the port that %s maps".formatted(file)))
                .or(() -> dockerfile.port().map(each -> Proposal.found(each, "EXPOSE in the Dockerfile")));
        service.command()
                .or(dockerfile::command)
                .filter(command -> !command.contains("sleep") && !command.contains("tail"))
                .ifPresent(command ->
                        checks.add("%s itself runs `%s`: with `run`, devsync starts the app, so give the service in %s"
                                        .formatted(service.name(), command, file)
                                + " `command: sleep infinity` and `init: true`."));
        return new ContainerPlace(
                service.name(), Optional.of(file), ComposeReading.project(files, file), target, port, checks);
    }

    private static Proposal<String> target(
            String file, ComposeReading.ComposeService service, DockerfileReading dockerfile) {
        if (!service.folders().isEmpty()) {
            return Proposal.found(service.folders().getFirst(), "%s has this folder there".formatted(file));
        }
        return service.workingDir()
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Proposal.found(folder, "working_dir in " + file))
                .orElseGet(() -> folder(dockerfile));
    }

    private static Proposal<String> folder(DockerfileReading dockerfile) {
        return dockerfile
                .folder()
                .map(folder -> Proposal.found(folder, "WORKDIR in the Dockerfile"))
                .orElseGet(() -> Proposal.guessed(USUAL_FOLDER, "the usual folder"));
    }

    private ContainerPlace inContainer() throws IOException {
        DockerfileReading dockerfile = DockerfileReading.of(files);
        String name = files.name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_.-]+", "-")
                .replaceFirst("^[^a-z0-9]+", "");
        String service = name.isEmpty() ? "app" : name;
        checks.add("There is no compose file: is the container's name %s? `docker ps` shows it.".formatted(service));
        dockerfile
                .command()
                .ifPresent(command -> checks.add(
                        "The image itself runs `%s`: with `run`, devsync starts the app, so".formatted(command)
                                + " start the container with --init and `sleep infinity` in its place."));
        return new ContainerPlace(
                service,
                Optional.empty(),
                Optional.empty(),
                folder(dockerfile),
                dockerfile.port().map(each -> Proposal.found(each, "EXPOSE in the Dockerfile")),
                checks);
    }
}
