package dev.devsync.target.docker;

import dev.devsync.tree.Owner;
import java.util.Optional;

/// Finds the numbers of the user that a container's processes run as, where nobody can be asked inside.
final class ContainerUser {

    private static final Owner ROOT = new Owner(0, 0);

    private ContainerUser() {}

    /// @param user as the image or the container names it: empty, `app`, `1000`, `1000:1000`, `app:staff`
    /// @param passwd the container's /etc/passwd, empty if there is none
    /// @param group the container's /etc/group, empty if there is none
    /// @return nothing if a name is not listed
    static Optional<Owner> numbers(String user, String passwd, String group) {
        if (user.isEmpty()) {
            return Optional.of(ROOT);
        }
        String[] parts = user.split(":", 2);
        Optional<String[]> known = line(passwd, parts[0], 2);
        Optional<Integer> uid = number(parts[0]).or(() -> known.flatMap(line -> number(line[2])));
        Optional<Integer> gid = parts.length == 2
                ? number(parts[1]).or(() -> line(group, parts[1], 2).flatMap(line -> number(line[2])))
                : Optional.of(known.flatMap(line -> number(line[3])).orElse(0)); // as runc does
        return uid.flatMap(u -> gid.map(g -> new Owner(u, g)));
    }

    /// The line of a user or group, by its name or by the number in a column.
    private static Optional<String[]> line(String file, String nameOrNumber, int column) {
        return file.lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length >= 4)
                .filter(fields -> fields[0].equals(nameOrNumber) || fields[column].equals(nameOrNumber))
                .findFirst();
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
