package dev.devsync.target.relay;

import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.TargetPath;
import java.util.List;
import java.util.function.Consumer;

/// A relay as laptops see it.
///
/// @param token what lets us in
public record Relay(RelayAddress address, Token token) {

    /// Makes sure that it is there and lets us in.
    public void ping() throws RelayException {
        try (RelayLine line = RelayLine.open(address, token)) {
            line.ask(Mark.PING, out -> {}, in -> true);
        } catch (TargetException e) {
            throw new RelayException.Unreachable(String.valueOf(e.getMessage()), e.advice(), e);
        }
    }

    /// Opens a connection to the folder that is passed on to a folder of the targets.
    public RelayTarget connect(TargetOptions options) throws TargetException {
        RelayLine line = line();
        boolean opened = false;
        try {
            RelayTarget target = RelayTarget.open(line, options);
            opened = true;
            return target;
        } finally {
            if (!opened) {
                line.close();
            }
        }
    }

    /// Hears how it stands, each time that changes and every few seconds besides, until the line breaks or the
    /// thread is interrupted by closing what `opened` is given.
    ///
    /// @param opened given what ends it
    public void follow(Consumer<AutoCloseable> opened, Consumer<List<HubReport>> listener) throws TargetException {
        try (RelayLine line = line()) {
            opened.accept(line);
            List<HubReport> reports = line.ask(Mark.FOLLOW, out -> {}, in -> in.list(in::report));
            while (true) {
                listener.accept(reports);
                reports = line.next(in -> in.list(in::report));
            }
        }
    }

    /// Has the relay compare a folder with all targets that it is passed on to.
    public List<HubComparison> compare(TargetPath root) throws TargetException {
        try (RelayLine line = line()) {
            return line.ask(Mark.COMPARE, out -> out.text(root.value()), in -> in.list(in::comparison));
        }
    }

    private RelayLine line() throws TargetException {
        try {
            return RelayLine.open(address, token);
        } catch (RelayException e) {
            String message = String.valueOf(e.getMessage());
            throw switch (e) {
                case RelayException.Unreachable _ -> new TargetException.Disconnected(message, e);
                case RelayException.Misconfigured _ -> new TargetException.Refused(message, e.advice());
            };
        }
    }
}
