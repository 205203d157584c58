package dev.devsync.compatibility;

import com.github.dockerjava.api.DockerClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Which engine it is, as far as outcomes may depend on it.
///
/// @param product `docker` or `podman`
/// @param version major and minor
record Edition(String product, String version) implements Comparable<Edition> {

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+");

    static Edition of(DockerClient docker) {
        var answer = docker.versionCmd().exec();
        boolean podman = answer.getRawValues().get("Components") instanceof List<?> parts
                && !parts.isEmpty()
                && parts.getFirst() instanceof Map<?, ?> first
                && String.valueOf(first.get("Name")).startsWith("Podman");
        String version = VERSION.matcher(String.valueOf(answer.getVersion()))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse("unknown");
        return new Edition(podman ? "podman" : "docker", version);
    }

    /// @param name as [#toString()] writes it
    static Edition parse(String name) {
        String[] parts = name.split("-", 2);
        return new Edition(parts[0], parts[1]);
    }

    /// For people.
    String label() {
        return product.equals("podman") ? "Podman " + version + "'s Docker API" : "Docker Engine " + version;
    }

    /// Docker before podman, older before newer.
    @Override
    public int compareTo(Edition other) {
        int products = product.compareTo(other.product);
        return products != 0 ? products : Arrays.compare(numbers(), other.numbers());
    }

    private int[] numbers() {
        return VERSION.matcher(version).matches()
                ? Pattern.compile("\\.")
                        .splitAsStream(version)
                        .mapToInt(Integer::parseInt)
                        .toArray()
                : new int[0];
    }

    @Override
    public String toString() {
        return product + "-" + version;
    }
}
