package dev.devsync.target.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.Capabilities;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Writes what goes over a relay's line. [RelayReader] reads it, each method the one of the same name.
final class RelayWriter {

    private static final int BUFFER = 64 * 1024;

    private final DataOutputStream out;

    RelayWriter(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
    }

    /// For the bytes of files.
    OutputStream stream() {
        return out;
    }

    void flush() throws IOException {
        out.flush();
    }

    void mark(Mark mark) throws IOException {
        out.writeByte(mark.code());
    }

    void number(long number) throws IOException {
        out.writeLong(number);
    }

    void text(String text) throws IOException {
        bytes(text.getBytes(UTF_8));
    }

    private void raw(String text) throws IOException {
        bytes(text.getBytes(ISO_8859_1));
    }

    void bytes(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @FunctionalInterface
    interface Item<T> {
        void write(T item) throws IOException;
    }

    <T> void list(Collection<T> items, Item<T> item) throws IOException {
        out.writeInt(items.size());
        for (T each : items) {
            item.write(each);
        }
    }

    void path(RelativePath path) throws IOException {
        raw(path.raw());
    }

    void digest(Digest digest) throws IOException {
        raw(digest.hex());
    }

    void entry(Entry entry) throws IOException {
        switch (entry) {
            case Entry.File file -> {
                out.writeByte('f');
                out.writeLong(file.size());
                out.writeLong(file.mtimeNanos());
                out.writeShort(file.mode());
                raw(file.digest() == null ? "" : file.digest().hex());
            }
            case Entry.Directory directory -> {
                out.writeByte('d');
                out.writeShort(directory.mode());
            }
            case Entry.Symlink link -> {
                out.writeByte('l');
                raw(link.target());
            }
        }
    }

    void delta(Delta delta) throws IOException {
        list(delta.changes(), change -> {
            switch (change) {
                case Change.Put(RelativePath path, Entry entry) -> change('p', path, entry);
                case Change.SetAttributes(RelativePath path, Entry entry) -> change('a', path, entry);
                case Change.Delete(RelativePath path, Entry entry) -> change('x', path, entry);
            }
        });
    }

    private void change(char kind, RelativePath path, Entry entry) throws IOException {
        out.writeByte(kind);
        path(path);
        entry(entry);
    }

    void tree(Tree tree) throws IOException {
        for (RelativePath path : tree.paths()) {
            out.writeBoolean(true);
            path(path);
            entry(java.util.Objects.requireNonNull(tree.get(path)));
        }
        out.writeBoolean(false);
    }

    void entries(Map<RelativePath, Entry> entries) throws IOException {
        list(entries.entrySet(), each -> {
            path(each.getKey());
            entry(each.getValue());
        });
    }

    void digests(Map<RelativePath, Digest> digests) throws IOException {
        list(digests.entrySet(), each -> {
            path(each.getKey());
            digest(each.getValue());
        });
    }

    void snapshot(Snapshot snapshot) throws IOException {
        tree(snapshot.present());
        list(snapshot.owned().entrySet(), each -> {
            path(each.getKey());
            switch (each.getValue()) {
                case Snapshot.Unknown _ -> out.writeBoolean(false);
                case Snapshot.FileWritten(long size, long mtimeNanos) -> {
                    out.writeBoolean(true);
                    out.writeLong(size);
                    out.writeLong(mtimeNanos);
                }
            }
        });
    }

    void problems(List<PathProblem> problems) throws IOException {
        list(problems, problem -> {
            path(problem.path());
            text(problem.kind().name());
            text(problem.detail());
        });
    }

    void capabilities(Capabilities capabilities) throws IOException {
        text(capabilities.transport());
        text(capabilities.mtime().name());
        list(capabilities.weaknesses(), this::text);
        text(capabilities.access().name());
        out.writeLong(capabilities.clockAheadSeconds());
    }

    void trouble(TargetException trouble) throws IOException {
        out.writeByte(
                switch (trouble) {
                    case TargetException.Disconnected _ -> 'd';
                    case TargetException.NoSpace _ -> 'n';
                    case TargetException.Stale _ -> 's';
                    case TargetException.Refused _, TargetException.NoAgent _, TargetException.Absent _ -> 'r';
                    case TargetException.Fenced _ -> 'f';
                });
        text(String.valueOf(trouble.getMessage()));
        text(trouble.advice());
    }

    void report(HubReport report) throws IOException {
        text(report.root());
        text(report.writer());
        number(report.revision());
        text(report.absence());
        list(report.passed(), each -> {
            text(each.name());
            text(each.phase());
            number(each.revision());
            number(each.inSync());
            number(each.files());
            number(each.refused());
            text(each.transport());
            text(each.problem());
        });
    }

    void comparison(HubComparison comparison) throws IOException {
        text(comparison.target());
        number(comparison.files());
        digest(comparison.hub());
        digest(comparison.there());
        list(comparison.differences(), each -> {
            path(each.path());
            text(each.what());
        });
    }
}
