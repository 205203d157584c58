package dev.devsync.select;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import dev.devsync.tree.Entry;
import dev.devsync.tree.Layout;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import dev.devsync.tree.WatchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Gives what a source has the paths that it has in the target: a rule of `develop.watch` may bring `dev.conf` to
/// `/etc/app.conf`.
///
/// The tree of a source has all that any rule looks at, under its names on the host. From that the target's tree
/// follows: no more than a few paths differ, and all else is shared with the source's tree.
public final class Placement {

    /// Everything has the same path on both sides.
    public static final Placement SAME = new Placement(Layout.SAME, List.of());

    private final Layout layout;
    private final List<ScopePaths> scopes;

    private Placement(Layout layout, List<ScopePaths> scopes) {
        this.layout = layout;
        this.scopes = scopes;
    }

    /// @param scopes what takes part under its own path, from the source's folder
    /// @throws BadPatternException for the first pattern that cannot be read
    public static Placement of(Layout layout, List<WatchScope> scopes) throws BadPatternException {
        if (layout.isSame()) {
            return SAME;
        }
        return new Placement(layout, WatchRules.compiled(scopes));
    }

    /// The tree that the target is to have.
    public Tree place(Tree source) {
        if (layout.isSame()) {
            return source;
        }
        TreeEditor placed = home(source).edit();
        layout.files().forEach((place, file) -> {
            Entry entry = source.get(file);
            Tree folder = source.folder(file);
            placed.remove(place); // the place is the file's, whether it is there or not
            if (folder != null) {
                placed.put(place, folder);
            } else if (entry != null) {
                placed.put(place, entry);
            }
        });
        return placed.tree();
    }

    /// What is in the target's folder under its own name.
    private Tree home(Tree source) {
        RelativePath home = layout.home();
        if (home == null) {
            return Tree.EMPTY;
        }
        TreeEditor own = source.edit();
        for (RelativePath file : layout.files().values()) {
            if (!isAtHome(file, Kind.OTHER)) {
                own.remove(file);
                removeEmpty(own, file.parent());
            }
        }
        Tree folder = own.folder(home);
        return folder == null ? Tree.EMPTY : folder;
    }

    /// A folder that nothing asks for is there for what is in it.
    private void removeEmpty(TreeEditor own, RelativePath path) {
        for (RelativePath folder = path; !folder.isRoot(); folder = folder.parent()) {
            Tree left = own.folder(folder);
            if (left == null || !left.isEmpty() || isAtHome(folder, Kind.DIRECTORY)) {
                return;
            }
            own.remove(folder);
        }
    }

    private boolean isAtHome(RelativePath path, Kind kind) {
        return scopes.stream().anyMatch(scope -> scope.decide(path.text(), kind) == Verdict.SELECTED);
    }

    /// The path in the source of what the target has at a path.
    public RelativePath sourceOf(RelativePath path) {
        for (Map.Entry<RelativePath, RelativePath> each : layout.files().entrySet()) {
            if (path.isWithin(each.getKey())) {
                return moved(path, each.getKey(), each.getValue());
            }
        }
        return layout.home() == null ? path : moved(path, RelativePath.ROOT, layout.home());
    }

    /// All paths that something of the source has in the target; for a folder also those of files that are in it.
    public List<RelativePath> placesOf(RelativePath path) {
        if (layout.isSame()) {
            return List.of(path);
        }
        List<RelativePath> places = new ArrayList<>();
        if (layout.home() != null) {
            if (path.isWithin(layout.home())) {
                places.add(moved(path, layout.home(), RelativePath.ROOT));
            } else if (layout.home().isWithin(path)) {
                places.add(RelativePath.ROOT);
            }
        }
        layout.files().forEach((place, file) -> {
            if (path.isWithin(file)) {
                places.add(moved(path, file, place));
            } else if (file.isWithin(path)) {
                places.add(place);
            }
        });
        return places;
    }

    private static RelativePath moved(RelativePath path, RelativePath from, RelativePath to) {
        String below = path.raw()
                .substring(
                        from.isRoot() || path.equals(from)
                                ? from.raw().length()
                                : from.raw().length() + 1);
        return below.isEmpty() ? to : to.isRoot() ? new RelativePath(below) : new RelativePath(to.raw() + "/" + below);
    }
}
