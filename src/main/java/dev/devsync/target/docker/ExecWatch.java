package dev.devsync.target.docker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Ends an exec's channel where the engine leaves it half open.
///
/// 20.10 goes on holding the connection after the container was killed: it ends the output but never reads the
/// input again, so that a large write would wait for ever. And an engine that hangs ends nothing at all.
final class ExecWatch implements Runnable {

    private static final Duration LOOK = Duration.ofSeconds(2);
    /// How long a write may be blocked without a question: the process may simply be slow to read.
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /// How often to ask in any case.
    private static final int LOOKS_PER_QUESTION = 15;

    private final Engine engine;
    private final String exec;
    private final ExecChannel channel;

    private ExecWatch(Engine engine, String exec, ExecChannel channel) {
        this.engine = engine;
        this.exec = exec;
        this.channel = channel;
    }

    static void start(Engine engine, String exec, ExecChannel channel) {
        // Not a virtual one: those that carry it and those that wake it take more than its looks.
        Thread.ofPlatform().daemon().name("devsync-exec-watch").start(new ExecWatch(engine, exec, channel));
    }

    @Override
    public void run() {
        try {
            for (int look = 1; !channel.isClosed(); look++) {
                Thread.sleep(LOOK);
                boolean blocked = channel.blockedFor().compareTo(PATIENCE) > 0;
                if ((blocked || look % LOOKS_PER_QUESTION == 0) && !channel.isClosed() && isOver(blocked)) {
                    channel.close();
                }
            }
        } catch (InterruptedException e) {
            channel.close();
        }
    }

    private boolean isOver(boolean blocked) {
        try {
            ExecState state = inspect();
            // Unless something is blocked an exec that ended is left alone: its last output may not be read yet.
            return blocked && (state == null || !state.isRunning());
        } catch (EngineException e) {
            return true;
        }
    }

    /// @return null if the engine has forgotten the exec
    private @Nullable ExecState inspect() throws EngineException {
        try {
            EngineHttp http = engine.http();
            return engine.call("look after a process", () -> ExecState.ask(http, exec));
        } catch (EngineException.NoSuchContainer e) {
            return null;
        }
    }
}
